import Columnar
import Records

extension FieldSynonyms {
  /// The names that exports use for a field, the most telling first: letters and digits, in lower
  /// case, in English and as systems translate them.
  static func names(of field: String, in kind: RecordKind) -> [String] {
    (own[kind]?[field] ?? []) + (shared[field] ?? [])
  }

  private static let own: [RecordKind: [String: [String]]] = [
    .ticket: ticket, .event: event, .contact: contact, .survey: survey, .staff: staff, .cost: cost,
  ]

  /// What is called alike in every kind.
  private static let shared: [String: [String]] = [
    "channel": [
      "source", "origin", "via", "viachannel", "contacttype", "caseorigin", "mediatype", "kanal",
      "canal", "canale", "kanaal", "チャネル", "渠道",
    ],
    "product": [
      "productname", "module", "component", "produkt", "produit", "producto", "produto",
      "prodotto", "製品", "产品",
    ],
    "team": [
      "group", "assignmentgroup", "assigneegroup", "queue", "department", "teamname", "gruppe",
      "abteilung", "groupe", "équipe", "grupo", "equipo", "equipe", "gruppo", "groep",
      "グループ", "チーム", "组", "团队",
    ],
    "region": ["office", "site", "standort", "région", "región", "região", "regione", "regio"],
    "agent": [
      "assignee", "assignedto", "owner", "caseowner", "assigneename", "agentname", "username",
      "bearbeiter", "zuständig", "zugewiesenan", "zugewieseneperson", "mitarbeiter", "responsable",
      "assignéà", "attribution", "personaasignada", "asignadoa", "agente", "responsável",
      "atribuídoa", "assegnatario", "assegnatoa", "toegewezenaan", "behandelaar", "担当者",
      "负责人", "受理人",
    ],
    "account": [
      "organization", "organisation", "company", "accountname", "companyname", "firma",
      "unternehmen", "entreprise", "société", "empresa", "organización", "organização", "azienda",
      "bedrijf", "組織", "会社", "公司", "组织",
    ],
    "tier": ["plan", "segment"],
    "language": [
      "locale", "lang", "sprache", "langue", "idioma", "lingua", "taal", "言語", "语言",
    ],
    "updated": [
      "updatedat", "lastupdated", "lastupdatedat", "lastmodified", "lastmodifieddate", "modified",
      "sysupdatedon", "sysupdatedat", "lastupdatetime", "aktualisiert", "aktualisiertam",
      "geändert", "geändertam", "misàjour", "misàjourle", "miseàjour", "modifiéle",
      "actualizada", "actualizado", "fechadeactualización", "atualizado", "atualizadoem",
      "aggiornato", "bijgewerkt", "更新日", "更新日時", "更新时间",
    ],
  ]

  private static let ticket: [String: [String]] = [
    "id": [
      "ticketid", "number", "casenumber", "issuekey", "key", "caseid", "conversationid",
      "ticket", "incidentnumber", "requestid", "ticketnumber", "hsobjectid", "ticketnr",
      "ticketnummer", "vorgangsnummer", "vorgangsschlüssel", "schlüssel", "fallnummer", "nummer",
      "numéro", "numérodeticket", "numéroduticket", "ndeticket", "clédeticket", "número",
      "númerodeticket", "númerodecaso", "clavedeincidencia", "iddelticket", "clave",
      "númerodochamado", "númerodoticket", "iddoticket", "chave", "numero", "numeroticket",
      "chiave", "zaaknummer", "チケットid", "チケット番号", "番号", "キー", "编号", "工单编号", "工单号", "工单id",
    ],
    "created": [
      "createdat", "createddate", "createdtime", "opened", "openedat", "creationdate",
      "datecreated", "createdate", "opendate", "syscreatedon", "datetimeopened", "dateopened",
      "erstellt", "erstelltam",
      "erstelldatum", "angelegt", "angelegtam", "eröffnet", "eröffnetam", "créé", "crééle",
      "création", "datedecréation", "ouvert", "ouvertle", "creada", "creado", "creadoel",
      "fechadecreación", "abierto", "criado", "criadoem", "datadecriação", "aberto", "creato",
      "creatoil", "datacreazione", "aangemaakt", "aangemaaktop", "作成日", "作成日時", "创建时间",
      "创建日期",
    ],
    "first_reply": [
      "firstreplyat", "firstresponseat", "initialresponsetime", "firstresponse", "firstreplytime",
      "firstrespondedat", "repliedat", "ersteantwort", "ersteantwortam", "premièreréponse",
      "primerarespuesta", "primeiraresposta", "primarisposta", "eerstereactie", "初回返信日時",
      "首次响应时间",
    ],
    "solved": [
      "solvedat", "resolved", "resolvedat", "resolvedtime", "resolutiondate", "resolveddate",
      "solveddate", "closeddate", "dateresolved", "gelöst", "gelöstam", "erledigt", "erledigtam",
      "résolu", "résolule", "datederésolution", "resuelta", "resuelto", "fechaderesolución",
      "resolvido", "resolvidoem", "datadaresolução", "risolto", "risoltoil", "opgelost",
      "opgelostop", "解決日", "解決日時", "解决时间",
    ],
    "closed": [
      "closedat", "closedtime", "closedon", "datetimeclosed", "dateclosed", "geschlossen",
      "geschlossenam", "fermé", "ferméle",
      "clos", "closle", "cerrada", "cerrado", "fechado", "fechadoem", "chiuso", "gesloten",
      "完了日", "关闭时间",
    ],
    "status": [
      "state", "ticketstatus", "incidentstate", "stage", "pipelinestage", "zustand", "état",
      "etat", "statut", "estado", "stato", "ステータス", "状態", "状态",
    ],
    "priority": [
      "ticketpriority", "severity", "urgency", "priorität", "dringlichkeit", "priorité",
      "prioridad", "prioridade", "priorità", "prioriteit", "優先度", "优先级",
    ],
    "category": [
      "type", "topic", "issuetype", "reason", "casereason", "kategorie", "vorgangstyp", "thema",
      "catégorie", "categoría", "tipodeincidencia", "categoria", "categorie", "カテゴリ", "类别",
      "分类",
    ],
    "requester": [
      "customer", "contact", "caller", "callerid", "requestername", "from", "reporter", "kunde",
      "anforderer", "melder", "demandeur", "client", "solicitante", "informador", "cliente",
      "richiedente", "aanvrager", "klant", "依頼者", "请求者", "客户",
    ],
    "reopens": ["reopencount", "reopened", "reopeningcount"],
    "replies": ["agentreplies", "agentinteractions", "publicreplies"],
    "group_changes": ["groupchanges", "reassignmentcount", "groupstations"],
    "escalated": ["isescalated", "eskaliert", "escalado", "escaladé"],
    "handle_seconds": [
      "handletime", "handlingtime", "timespent", "worktime", "bearbeitungszeit", "tempspassé",
      "tiempodegestión", "tempodeatendimento", "処理時間", "处理时间",
    ],
    "bot_involved": ["bot", "isbot"],
    "bot_handed_off": ["bothandoff", "handedoff", "bothandedoff"],
    "subject": [
      "summary", "title", "shortdescription", "betreff", "zusammenfassung", "titel", "objet",
      "résumé", "sujet", "asunto", "resumen", "assunto", "resumo", "oggetto", "riepilogo",
      "onderwerp", "samenvatting", "件名", "要約", "主题", "标题",
    ],
    "tags": ["labels", "stichwörter", "étiquettes", "etiquetas", "タグ", "标签"],
    "csat_score": ["satisfactionscore", "satisfactionrating", "csat", "rating"],
    "made_sla": ["madesla", "withinsla", "resolutionstatus"],
  ]

  private static let event: [String: [String]] = [
    "ticket": ["ticketid", "issuekey", "caseid", "casenumber", "conversationid", "documentkey"],
    "at": ["createdat", "timestamp", "time", "occurredat", "created", "eventtime", "date"],
    "kind": ["eventtype", "event", "action", "type", "fieldname", "field"],
    "from": ["oldvalue", "previousvalue", "fromvalue", "before", "fromstring"],
    "to": ["newvalue", "value", "tovalue", "after", "tostring"],
    "actor": ["user", "author", "actorid", "updatedby", "createdby", "by"],
    "sequence": ["sequencenumber", "seq", "index"],
  ]

  private static let contact: [String: [String]] = [
    "id": [
      "callid", "contactid", "interactionid", "chatid", "conversationid", "sessionid", "callsid",
    ],
    "offered": [
      "starttime", "startedat", "startat", "calltime", "start", "offeredat", "queuedat",
      "enqueuedat", "timestamp", "date", "createdat",
    ],
    "ended": ["endtime", "endedat", "endat", "end", "finishedat"],
    "answered": ["isanswered", "connected"],
    "abandoned": ["isabandoned", "abandon"],
    "wait_seconds": [
      "waittime", "queuewaittime", "queuetime", "timeinqueue", "speedofanswer", "waitduration",
      "wartezeit", "tiempodeespera", "tempsdattente",
    ],
    "talk_seconds": ["talktime", "talkduration", "gesprächszeit", "gesprächsdauer"],
    "hold_seconds": ["holdtime", "holdduration", "haltezeit"],
    "wrap_seconds": [
      "wraptime", "wrapuptime", "aftercallwork", "acw", "acwtime", "aftercallworktime",
      "nachbearbeitungszeit", "nachbearbeitung",
    ],
    "handle_seconds": ["handletime", "handleduration", "totalhandle", "bearbeitungszeit"],
    "direction": ["calltype", "originatingdirection", "calldirection", "richtung"],
    "contacts": ["offer", "offeredcontacts", "calls", "anrufe"],
    "handled": ["answer", "handledcontacts", "answeredcalls"],
    "queue": ["queuename", "skill", "skillname", "ringgroup", "warteschlange", "cola", "file"],
    "ticket": ["ticketid", "caseid", "casenumber", "externalid"],
    "disposition": ["wrapupcode", "wrapupcodes", "outcome", "result", "callresult"],
  ]

  private static let survey: [String: [String]] = [
    "id": ["responseid", "respondentid", "surveyid", "answerid"],
    "kind": ["surveytype", "type"],
    "score": ["rating", "answer", "nps", "csat", "ces", "bewertung", "note", "puntuación", "評価"],
    "responded": [
      "respondedat", "enddate", "answeredat", "recordeddate", "completedat", "createdat",
    ],
    "sent": ["sentat", "startdate", "askedat"],
    "ticket": ["ticketid", "caseid", "casenumber"],
    "comment": ["comments", "feedback", "verbatim", "kommentar", "commentaire", "comentario"],
  ]

  private static let staff: [String: [String]] = [
    "date": ["day", "month", "workdate", "datum", "tag", "fecha", "data", "日付", "日期"],
    "headcount": ["fte", "ftes", "heads", "vollzeitäquivalente"],
    "hires": ["joiners", "newhires", "zugänge"],
    "leavers_voluntary": ["voluntaryleavers", "resignations"],
    "leavers_involuntary": ["involuntaryleavers", "dismissals"],
    "scheduled_seconds": ["scheduled", "scheduledtime", "scheduledhours"],
    "paid_seconds": ["paid", "paidtime", "paidhours"],
    "on_queue_seconds": ["onqueue", "onqueuetime", "availabletime", "staffedtime"],
    "interacting_seconds": ["interacting", "interactingtime"],
    "training_seconds": ["training", "trainingtime", "traininghours"],
    "qa_points": ["qascore", "qualitypoints", "qapoints"],
    "qa_possible": ["qapossible", "maximumpoints"],
    "tenure_days": ["tenure"],
  ]

  private static let cost: [String: [String]] = [
    "month": ["period", "monat", "mois", "mes", "mês", "mese", "maand", "月", "月份"],
    "line": [
      "costline", "budgetline", "item", "costtype", "account", "costcenter", "kostenart", "poste",
    ],
    "budget": ["planned", "plan", "budgeted", "geplant", "presupuesto", "orçamento"],
    "actual": ["actuals", "spent", "amount", "ist", "betrag", "réel", "montant", "importe"],
    "currency": ["currencycode", "währung", "devise", "moneda", "moeda", "valuta"],
  ]
}
