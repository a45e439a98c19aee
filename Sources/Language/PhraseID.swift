/// Each sentence and label that a report may say. A language says what it is, and which arguments it
/// takes; a test holds every language against English.
public enum PhraseID: String, Sendable, Hashable, CaseIterable {
  // Figures
  case unknown, suppressed, approximate, provisional, indicative, fromCounters, fromClosed
  case percent, underOnePercent, probability, probabilityUnder, points
  case seconds, minutes, hours, hoursAndMinutes, inDaysUnit
  case sameDay, weeks, money, atLeast, atMost, band, covers
  case flagDays, flagFromClosed, flagFromCounters, flagIndicative, flagPartial
  case flagProvisional

  // Lists and clauses
  case listAnd, listComma, listSemicolon, listSpace, sentence

  // Periods
  case monthName, weekName, days, daysColumn, periodDays, periodAgainst, valueInDays, span
  case periodBefore
  case kindDay, kindWeek, kindMonth, kindQuarter, kindYear, kindFiscalQuarter, kindFiscalYear

  // The head and the foot of a report
  case facts, editionOriginal, editionProvisional, editionRestated
  case lineage, origin, reproducible

  // Messages
  case messages, broughtTickets, broughtTicketsCompared, comparedOn, comparedInDaysOn, wereSolved
  case backlogClosed, backlogClosedMoved, worseMove, betterMove, otherMove
  case stillWorse, stillBetter, stillOther, targetNowMissed, targetNowMet, noSignals
  case roseFromTo, fellFromTo, howSure, sinceThen, carriesMost, coincidesWith
  case fellAgainstMembers, roseAgainstMembers
  case together, togetherWithMore, movedWith, metricOf, interval, intervalFrom, intervalTo
  case targetMet, targetsMet, targetsMissed, targetMissed, targetMissedOf, memberOf, rowsRejected

  // The scorecard
  case scorecard, scorecardSubtitle, scorecardLine
  case kpi, value, target, status, onPrevious, onYearBefore, n, course, courseOf
  case variation, assurance, variationCommon, variationImproving, variationConcerning
  case variationHigh, variationLow, trialLimits, assuranceMet, assuranceMissed, assuranceMixed
  case statusSuppressed, statusUnknown, statusNotJudged, statusOnTarget, statusOffTarget
  case statusImproved, statusWorse, statusChanged, statusNoChange, statusNoTarget, inTheBand

  // Headings
  case improvedTo, worsenedTo, movedTo, stayedAt, heldAt, withinBand, belowBand, aboveBand,
    clausePlace

  // Charts and tables
  case fromTo, valueIn, namedValue, ordinarily, milestones, milestoneOn
  case targetLabel, targetLabelUntil
  case captionOf, captionOfChanged, labelBy, period, change

  // Two periods side by side
  case diffFacts, diffAll, diffBy, columnMetric, columnOld, columnNew
  case columnChange, columnRelative
  case columnOldN, columnNewN, columnVerdict, comparedInALine
  case verdictNotComparable, verdictNotKnown, verdictWhy
  case reasonCoverage, reasonDefinition, reasonSource, reasonPart
  case reasonAppeared, reasonVanished, reasonAbsent
  case reasonSuppressed, reasonFullCount, reasonNoInterval
  case causes, causeRate, causeMix
  case waterfall, waterfallSummary, waterfallPart, waterfallOthers, waterfallAll

  // A figure beside its course
  case factInterval, factChange, factChart, intervalFromBasis
  case basisShare, basisCount, basisMean, basisRatio, basisNPS, basisQuantile, basisFull
  case basisOnDays, basisOnUnlikeDays, changeFrom, changeInterval
  case chartWithLimits, chartWithTrialLimits
  case ruleCommon, ruleOutside, ruleTrend, ruleTwoOfThree, ruleShift
  case whyItChanged, dimensionOf, memberName, contribution

  // Demand
  case demand, backlogStayed, backlogGrew, backlogFell, demandSubtitle, createdAndSolved
  case demandTable, backlogAges, age0To1, age2To3, age4To7, age8To14, age15To30, ageOver30
  case bridge, bridgeBroken, bridgeOpening, bridgePlus, bridgeMinus, bridgeEqual, bridgeUnequal
  case bridgeSummary, bridgeCaption, bridgeFirst, bridgeLast, tickets
  case stepOpening, stepCreated, stepReopened, stepRestored, stepSolved, stepRemoved, stepClosing

  // What is to come
  case forecastFinding, forecastSubtitle, forecastCaption, forecastBy, forecastColumn
  case forecastModel, forecastError, naiveError, forecastOrigins, forecastNote, expectedIn
  case modelDailyDamped, modelWeekdayMean, modelSeasonalNaive, modelMonthlyDamped
  case forecastLacksPeriods, forecastFew, forecastUneven, forecastSuppressed

  // Topics
  case topic, topicRose, topicFell, topicsNone, topicsSubtitle, topicsRose, topicsFell
  case topicQ, topicOwner, topicExamples, topicsNote

  // Staffing
  case staffing, staffingNeeded, staffingAgainst, staffingSubtitle, staffingCaption
  case staffingTeam, staffingAll, staffingColumn, staffingScheduled, staffingHeadcount
  case staffingPeak, staffingPeakAt, staffingMoment, staffingNote
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  // Speed
  case speed, speedSubtitle, speedSubtitleBusiness, firstResponse, resolution, nextReply
  case requesterWait, median, ninetieth, speedTable, firstResponseBusiness, resolutionBusiness
  case calendarTime, businessTime, businessTable

  // Service levels
  case sla, slaSubtitle, slaBoth, slaOurs, slaExports, slaNote, slaByPriority, slaTable

  // Quality
  case quality, qualitySubtitle, fcrAndOneTouch, fcr, oneTouch, returns, reopened, moved, escalated
  case answersTable, returnsTable, fcrNote

  // Channels and automation
  case channels, channelsContacts, channelsBots, channelsSubtitle, contactsTable, contactsBy
  case bots, botShare, botContainment, botHandoff, botReturn, botsTable

  // People and cost
  case people, peopleSubtitle, attrition, voluntary, involuntary, peopleTable, costTable
  case peopleBy, costBy, occupancyPlace

  // By a dimension, and a pipeline's own
  case dimensionHeading, dimensionSubtitle, movedMost, movedMostBacklog, memberCount
  case demandBy, answersBy, returnsBy, own, ownSubtitle, ownTable, coverageNote, coverageGap

  // Initiatives
  case effectFound, noEffect, notMeasured, nobodyUntouched, effectSubtitle, effectCaption,
    effectNote
  case effect, effectInterval, apartBefore, otherDates, periodsBeforeAfter, effectRange, outOf
  case beforeAfter, wasApart, wasNotApart, noDetectableEffect, turnedLater, notLater

  // Data quality
  case dataQuality, rowsAddUp, rowsDoNotAddUp, nothingLeftOut, leftOut, countOf
  case leftOutDeleted, leftOutSpam, leftOutMerged, leftOutTest
  case latestAttributes, attributesByEvents, knownToTheDay, noOrphans, orphans
  case eventsOf, contactsOf, surveysOf
  case noTicketFor, noContactFor, noSurveyFor, noEventFor
  case ticketsBefore2000, contactsBefore2000, surveysBefore2000, eventsBefore2000
  case ticketsAfterEnd, contactsAfterEnd, surveysAfterEnd, eventsAfterEnd
  case solvedBeforeOpened, repliedBeforeOpened, endedUnseen, endedOtherwise
  case odd, updatedLater, markFew, markCounters, markClosed, markProvisional, markApproximate
  case markUnknown, markSuppressed
  case rowsTable, rejectionsTable, gapsTable, coverageTable
  case source, kind, read, kept, superseded, rejected, dropped, oddTimes, field, reason, rows
  case haveIt, of, coverage, recordsThatHave, coverageOf

  // Definitions
  case definitions, definitionNote, notComputed, lacks, needs
  case goodUp, goodDown, goodBand, goodNeither
}
