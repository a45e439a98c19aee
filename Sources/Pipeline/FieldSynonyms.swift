import Transform

/// Names under which exports carry the fields of the common schema: letters and digits, in lower
/// case. A field's own name is one of them.
enum FieldSynonyms {
  private static let ticket: [String: [String]] = [
    "id": [
      "id", "ticketid", "number", "casenumber", "issuekey", "key", "caseid", "conversationid",
      "ticket", "incidentnumber", "requestid", "ticketnumber", "hsobjectid",
    ],
    "created": [
      "createdat", "createddate", "createdtime", "opened", "openedat", "creationdate",
      "datecreated",
      "createdate", "opendate", "creada", "erstellt", "syscreatedon",
    ],
    "first_reply": [
      "firstreplyat", "firstresponseat", "initialresponsetime", "firstresponse", "firstreplytime",
      "firstrespondedat", "repliedat",
    ],
    "solved": [
      "solvedat", "resolved", "resolvedat", "resolvedtime", "resolutiondate", "resolveddate",
      "solveddate", "closeddate", "dateresolved",
    ],
    "closed": ["closedat", "closedtime", "closedon"],
    "updated": [
      "updatedat", "lastupdated", "lastupdatedat", "lastmodified", "lastmodifieddate", "modified",
      "sysupdatedon", "sysupdatedat", "lastupdatetime",
    ],
    "status": ["status", "state", "ticketstatus", "incidentstate", "stage", "pipelinestage"],
    "channel": ["channel", "source", "origin", "via", "viachannel", "contacttype", "caseorigin"],
    "priority": ["priority", "ticketpriority", "severity", "urgency"],
    "category": ["category", "type", "topic", "issuetype", "reason", "casereason"],
    "product": ["product", "productname", "module", "component"],
    "team": ["team", "group", "assignmentgroup", "assigneegroup", "queue", "department"],
    "region": ["region", "office", "site"],
    "agent": ["agent", "assignee", "assignedto", "owner", "caseowner", "assigneename"],
    "requester": [
      "requester", "customer", "contact", "caller", "callerid", "requestername", "from",
    ],
    "account": [
      "account", "organization", "organisation", "company", "accountname", "companyname",
    ],
    "tier": ["tier", "plan", "segment"],
    "reopens": ["reopens", "reopencount", "reopened"],
    "replies": ["replies", "agentreplies", "agentinteractions", "publicreplies"],
    "group_changes": ["groupchanges", "reassignmentcount", "groupstations"],
    "escalated": ["escalated", "isescalated"],
    "handle_seconds": ["handletime", "handleseconds", "handlingtime", "timespent", "worktime"],
    "bot_involved": ["bot", "botinvolved", "isbot"],
    "bot_handed_off": ["bothandoff", "handedoff", "bothandedoff"],
    "language": ["language", "locale", "lang"],
    "subject": ["subject", "summary", "title", "shortdescription"],
    "tags": ["tags", "labels"],
    "csat_score": ["satisfactionscore", "satisfactionrating", "csat", "rating"],
    "made_sla": ["madesla", "withinsla", "resolutionstatus"],
  ]

  private static let survey: [String: [String]] = [
    "id": ["id", "responseid", "respondentid", "surveyid", "answerid"],
    "kind": ["kind", "surveytype", "type"],
    "score": ["score", "rating", "answer", "nps", "csat"],
    "responded": [
      "respondedat", "enddate", "answeredat", "recordeddate", "completedat", "createdat",
    ],
    "sent": ["sentat", "startdate", "askedat"],
    "ticket": ["ticketid", "caseid", "casenumber", "ticket"],
    "comment": ["comment", "comments", "feedback", "verbatim"],
    "team": ["team", "group"], "agent": ["agent"], "region": ["region"],
    "updated": ["updatedat"],
  ]

  static func of(_ kind: CommonSchema.Kind) -> [String: [String]] {
    kind.kind == .survey ? survey : ticket
  }

  /// A name without what differs between exports: letter case, blanks, marks, and a remark in
  /// brackets, such as a unit.
  static func plain(_ name: String) -> String {
    let words = name.firstIndex(of: "(").map { name[..<$0] } ?? name[...]
    let known = words.unicodeScalars.filter {
      $0.properties.isAlphabetic || 0x30...0x39 ~= $0.value
    }
    return String(String.UnicodeScalarView(known)).lowercased()
  }

  /// For each field of a kind the column that is likely its own: by its name, or by the last step
  /// of its path.
  static func mapping(
    of columns: [String], onto kind: CommonSchema.Kind
  ) -> [(field: String, column: String)] {
    let leaf = { (column: String) in
      plain(column.split { $0 == "." || $0 == "@" }.last.map(String.init) ?? column)
    }
    var free = columns
    return kind.fields.compactMap { field in
      // The order of the names decides: the first is the most telling.
      for name in [plain(field.name)] + (of(kind)[field.name] ?? []) {
        let place =
          free.firstIndex { plain($0) == name } ?? free.firstIndex { leaf($0) == name }
        if let place { return (field.name, free.remove(at: place)) }
      }
      return nil
    }
  }

  /// Words of exports for the words of an enumeration, in lower case.
  static let words: [String: [String: String]] = [
    "status": [
      "resolved": "solved", "done": "solved", "fixed": "solved", "in progress": "open",
      "active": "open", "reopened": "open", "assigned": "open", "working": "open",
      "waiting on customer": "pending", "waiting for customer": "pending",
      "awaiting user info": "pending", "waiting": "pending", "hold": "on_hold",
      "on hold": "on_hold", "on-hold": "on_hold", "waiting on third party": "on_hold",
      "awaiting vendor": "on_hold", "canceled": "deleted", "cancelled": "deleted",
    ],
    "priority": [
      "critical": "urgent", "highest": "urgent", "blocker": "urgent", "p1": "urgent",
      "1 - critical": "urgent", "p2": "high", "major": "high", "2 - high": "high",
      "medium": "normal", "moderate": "normal", "p3": "normal", "3 - moderate": "normal",
      "p4": "low", "minor": "low", "lowest": "low", "trivial": "low", "4 - low": "low",
      "5 - planning": "low", "planning": "low",
    ],
  ]
}
