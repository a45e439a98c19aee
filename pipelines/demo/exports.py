"""How the demo's tickets look in each region's export, and what is broken in them and the others.

AMER exports a CSV in Chicago time, EMEA XML in German, APAC JSON lines; the surveys are another
CSV. Used by `generate.py`.
"""

import copy
import datetime
import json
import struct
import zlib
from collections import Counter

HOUR, DAY = 3600, 86400

# What is broken: how many rows, the column, and what stands there instead; where no column is
# named the record is cut off.
BROKEN = {
    "AMER": [(3, "Created at", "02/30/2026 10:15 AM"), (3, None, None), (2, "Priority", "P7"), (2, "Id", "-")],
    "EMEA": [(2, "Zeiten.Angelegt", "31.09.2026 09:00"), (3, "Bearbeitung.Minuten", "zwölf"),
             (2, "Dringlichkeit", "Sofort"), (1, "@id", "")],
    "APAC": [(2, "timestamps.created", "2026-06-31T08:00:00Z"), (4, None, None), (1, "status", "parked")],
    "surveys": [(2, "Sent at", "2026-09-31T08:00:00Z"), (4, "Score", "five")],
    "events": [(2, "at", "2026-09-31T08:00:00Z"), (3, None, None)],
    "contacts": [(2, "Offered", "2026-09-31T08:00:00Z"), (3, None, None), (1, "Wait", "n/a")],
    "effort": [(1, "Effort", "easy")],
}
SUBJECTS = {
    "en": {"Login": ["Cannot sign in to {p}", 'Error "session expired" at login, again', "Sign-on loops"],
           "Sync": ["{p} does not sync", "Sync stuck at 99 %, {o}", 'Copies named "(2)" everywhere'],
           "Billing": ["Invoice for {o}", "Charged twice, please refund", "25 more seats & a quote"],
           "How-to": ["How do I share a {p} view?", "Where is the <Export> button?", "Roles and rights"],
           "Bug": ["{p} crashes on start", "Shows 0 < x < 1 as empty", "Cannot open file\n(see below)"],
           "Feature request": ["Dark mode in {p}", "API for reports, please", "Bulk edit"],
           "Data export": ["Export is cut off at 10,000 rows", "Nightly export of {o} is late"]},
    "de": {"Login": ["Anmeldung an {p} nicht möglich", "Fehler „Sitzung abgelaufen“ bei {o}"],
           "Sync": ["{p} gleicht nicht ab", "Abgleich hängt bei 99 %", "Datensätze fehlen"],
           "Billing": ["Rechnung für {o}", "Doppelt abgebucht", "Frage zu §14 & USt-IdNr."],
           "How-to": ["Wie teile ich eine Ansicht?", "Wo ist der Knopf <Export>?"],
           "Bug": ["{p} stürzt beim Start ab", "Größe > 2 GB: Anhang öffnet nicht"],
           "Feature request": ["Dunkles Design für {p}", "Schnittstelle für Berichte"],
           "Data export": ["Export bricht bei 10.000 Zeilen ab", "Umlaute im Export falsch"]},
    "ja": {"Login": ["{p}にログインできません", "再設定メールが届かない"], "Sync": ["{p}の同期が止まる"],
           "Billing": ["請求書の再発行について（{o}）", "二重請求の件"], "How-to": ["共有の方法を教えてください"],
           "Bug": ["{p}が起動時に落ちる", "添付ファイルが開けません"], "Feature request": ["レポートAPIの要望"],
           "Data export": ["エクスポートが途中で切れる", "CSVの文字化け"]}}
COMMENTS = {True: ["Quick and friendly", "Solved at once, thank you", "助かりました", "Sehr freundlich, danke"],
            False: ["Waited far too long", 'Told "please be patient", twice', "Still broken", "まだ直りません"]}


# Time

def utc(year, month, day, hour=0):
    moment = datetime.datetime(year, month, day, hour, tzinfo=datetime.timezone.utc)
    return int(moment.timestamp())


SUMMERS = {"Chicago": [(utc(2025, 3, 9, 8), utc(2025, 11, 2, 7)), (utc(2026, 3, 8, 8), utc(2026, 11, 1, 7))],
           "Berlin": [(utc(2025, 3, 30, 1), utc(2025, 10, 26, 1)), (utc(2026, 3, 29, 1), utc(2026, 10, 25, 1))]}


def offset(zone, instant):
    """Seconds that a zone's clocks are ahead of UTC, in 2025 and 2026."""
    if zone not in SUMMERS:
        return zone * HOUR
    is_summer = any(start <= instant < end for start, end in SUMMERS[zone])
    return ({"Chicago": -6, "Berlin": 1}[zone] + is_summer) * HOUR


def show(instant, pattern="%Y-%m-%dT%H:%M:%SZ", zone=0):
    if instant is None:
        return None
    local = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=instant + offset(zone, instant))
    return local.strftime(pattern)


# What an export shows of a ticket or a survey

def as_of(ticket, moment):
    """The ticket as an export of that moment shows it; None where it did not yet exist."""
    if ticket.updated <= moment:
        return ticket
    if ticket.created > moment:
        return None
    past = copy.copy(ticket)
    past.first_reply, past.solved = (at if at and at <= moment else None for at in (ticket.first_reply, ticket.solved))
    past.status = "solved" if past.solved else "open" if past.first_reply else "new"
    past.closed, past.reopens, past.replies = None, 0, min(ticket.replies, 1 if past.first_reply else 0)
    past.handle_ms = ticket.handle_ms if past.solved else None
    past.updated = max(past.created, past.first_reply or 0, past.solved or 0)
    return past


def survey_columns(number, survey, moment):
    is_answered = survey.responded <= moment
    is_good = survey.score >= 0.8 * survey.scale
    ticket = survey.ticket
    return {"Response ID": f"R-{number:06}", "Type": survey.kind, "Score": survey.score if is_answered else "",
            "Scale": survey.scale,
            "Comment": COMMENTS[is_good][number % 4] if is_answered and survey.is_chatty else "",
            "Sent at": show(survey.sent), "Responded at": show(survey.responded) if is_answered else "",
            "Ticket": ticket.id, "Region": ticket.region, "Team": ticket.team, "Channel": ticket.channel}


def amer_columns(t):
    def at(instant):
        return "-" if instant is None else show(instant, "%m/%d/%Y %I:%M %p", "Chicago")
    seconds = None if t.handle_ms is None else t.handle_ms // 1000
    return {
        "Id": t.id, "Requester": f"user{t.requester}@{t.account.split()[0].strip(',').lower()}.example",
        "Subject": t.subject, "Status": t.status.replace("_", "-").capitalize(),
        "Priority": {"urgent": "P1", "high": "P2", "normal": "P3", "low": "P4"}[t.priority],
        "Via": {"email": "Mail", "phone": "Phone call", "chat": "Chat", "social": "Twitter",
                "web": "Web form"}[t.channel],
        "Group": t.team, "Assignee": "-" if t.bot and not t.handed_off else t.agent,
        "Category": t.category or "-", "Product": t.product, "Plan": t.tier.capitalize(),
        "Created at": at(t.created), "First reply at": at(t.first_reply), "Solved at": at(t.solved),
        "Updated at": at(t.updated), "Reopens": t.reopens, "Replies": t.replies, "Reassignments": t.transfers,
        "Handle time": f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds else "-",
        "Escalated": str(t.escalated).upper(), "Bot involved": str(t.bot).upper(),
        "Bot handed off": str(t.handed_off).upper(), "Organization": t.account}


def emea_columns(t):
    def at(instant):
        return show(instant, "%d.%m.%Y %H:%M", "Berlin")
    minutes = None if t.handle_ms is None else f"{t.handle_ms // 600 / 100:.2f}".replace(".", ",")
    return {
        "@id": t.id, "Betreff": t.subject,
        "Status": {"new": "Neu", "open": "In Arbeit", "pending": "Wartet auf Kunde", "on_hold": "Zurückgestellt",
                   "solved": "Gelöst", "closed": "Geschlossen", "deleted": "Gelöscht", "spam": "Spam",
                   "merged": "Zusammengeführt"}[t.status],
        "Dringlichkeit": {"low": "Niedrig", "normal": "Mittel", "high": "Hoch", "urgent": "Kritisch"}[t.priority],
        "Eingang": {"email": "E-Mail", "phone": "Telefon", "chat": "Chat", "social": "Soziale Medien",
                    "web": "Webformular"}[t.channel],
        "Thema": {"Login": "Anmeldung", "Sync": "Abgleich", "Billing": "Rechnung", "How-to": "Anleitung",
                  "Bug": "Fehler", "Feature request": "Wunsch", "Data export": "Datenexport"}.get(t.category),
        "Produkt": t.product,
        "Zeiten": {"Angelegt": at(t.created), "ErsteAntwort": at(t.first_reply), "Geloest": at(t.solved),
                   "Geschlossen": at(t.closed), "Geaendert": at(t.updated)},
        "Kunde": {"Nummer": "K-" + t.requester, "Firma": t.account,
                  "Tarif": {"enterprise": "Premium", "business": "Geschäft", "starter": "Start"}[t.tier]},
        "Bearbeitung": {"Team": t.team, "Bearbeiter": t.agent, "Antworten": t.replies,
                        "Wiedereroeffnet": t.reopens, "Weiterleitungen": t.transfers, "Minuten": minutes,
                        "Eskaliert": "ja" if t.escalated else "nein"}}


def apac_columns(t):
    return {
        "id": t.id, "subject": t.subject, "lang": t.language,
        "status": {"pending": "waiting_customer"}.get(t.status, t.status), "priority": t.priority,
        "via": {"channel": {"phone": "voice", "chat": "messaging", "social": "line"}.get(t.channel, t.channel)},
        "category": t.category and t.category.lower().replace(" ", "_"), "product": t.product.lower(),
        "requester": {"id": "u_" + t.requester, "org": t.account, "plan": t.tier},
        "assignee": {"team": t.team, "name": None if t.bot and not t.handed_off else t.agent},
        "timestamps": {"created": show(t.created), "first_reply": show(t.first_reply), "solved": show(t.solved),
                       "closed": show(t.closed), "updated": show(t.updated)},
        "metrics": {"replies": t.replies, "reopens": t.reopens, "transfers": t.transfers, "handle_ms": t.handle_ms},
        "escalated": t.escalated, "bot": {"involved": t.bot, "handed_off": t.handed_off}}


# Columns as text

def csv_record(columns):
    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"' if any(byte in cell for byte in ',"\r\n') else cell
    return ",".join(quoted(str(value)) for value in columns.values()) + "\r\n"


def csv_file(records, columns):
    return csv_record({name: name for name in columns}) + "".join(records)


def json_record(columns):
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":")) + "\n"


def xml_record(columns):
    def element(name, value):
        if value is None:
            return f"<{name}/>"
        if isinstance(value, dict):
            text = "".join(element(*item) for item in value.items())
        elif name == "Betreff" and "<" in value:
            text = f"<![CDATA[{value}]]>"
        else:
            text = str(value).replace("&", "&amp;").replace("<", "&lt;")
        return f"<{name}>{text}</{name}>"
    body = "".join("  " + element(*item) + "\n" for item in columns.items() if item[0] != "@id")
    return f'<Vorgang id="{columns["@id"]}">\n{body}</Vorgang>\n'


def xml_file(records):
    return '<?xml version="1.0" encoding="UTF-8"?>\n<Vorgaenge>\n' + "".join(records) + "</Vorgaenge>\n"


def replace(columns, path, value):
    *outer, name = path.split(".")
    for part in outer:
        columns = columns[part]
    columns[name] = value


def records(export, rows, record, random):
    """The rows as text: six of them twice, as where pages overlap, and some of them broken.

    Where records have later versions, those are broken of which there is another one.
    """
    for _ in range(6):
        place = len(rows) // 2 + random.below(len(rows) // 3)
        rows.insert(place, rows[place])
    rows, cut = [copy.deepcopy(row) for row in rows], set()
    key = next(iter(rows[0]))
    versions = Counter(row[key] for row in rows)
    places = [place for place, row in enumerate(rows) if versions[row[key]] > 1] or list(range(len(rows)))
    for count, path, value in BROKEN[export]:
        for _ in range(count):
            place = places.pop(random.below(len(places)))
            cut.add(place) if path is None else replace(rows[place], path, value)
    texts = [record(row) for row in rows]
    for place in cut:
        text = texts[place]
        texts[place] = text.rsplit(",", 7)[0] + "\r\n" if export == "AMER" else text[:len(text) // 2] + "\n"
    return texts


def write(path, text):
    """A gzip file whose header has no date, no name and no system."""
    data = text.encode()
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = deflate.compress(data) + deflate.flush()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<II", zlib.crc32(data), len(data)))
