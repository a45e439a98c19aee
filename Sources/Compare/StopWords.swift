/// Words that say nothing of what a text is about, by language; of Japanese what is written in Hiragana
/// alone says as little.
enum StopWords {
  static let all = Set(byLanguage.values.flatMap { $0.split(separator: " ") }.map(String.init))

  static let byLanguage: [String: String] = [
    "en": """
    a about after again all also am an and any are as at be because been before being but by can cannot could \
    did do does doing don done for from get got had has have having he hello help her here hi him his how i if in into is \
    it its just me my no not now of off on once only or our out over please re she so some such than thank thanks \
    that the their them then there these they this those to too under until up us very was we were what when \
    where which who why will with would you your fwd fw
    """,
    "de": """
    aber alle als also am an auch auf aus bei bin bis bitte da danke das dass dem den der des dich die dies diese \
    dieser doch dort du durch ein eine einem einen einer eines er es euch für hallo hat habe haben hier ich ihr ihre im in \
    ist ja jede kann kein keine können mehr mein meine mich mir mit nach nicht noch nur ob oder ohne per seit \
    sehr sein seine sich sie sind so über um und uns unser unsere unter vom von vor war waren was wenn werden wie \
    wieder wir wird wurde zu zum zur aw wg
    """,
    "fr": """
    a afin ai au aucun aussi autre aux avec avoir avons bonjour car ce ces cet cette chez comme d dans de des donc du elle \
    elles en encore est et été être eux il ils j je l la le les leur leurs lui ma mais me merci mes moi mon n ne \
    nos notre nous on ont ou où par pas plus pour qu que quel quelle qui s sa sans se ses si son sont sur t ta te tes \
    ton tous tout très tu un une vos votre vous y tr
    """,
    "es": """
    a al algo ante aquí así aunque como con cual cuando de del desde donde dos e el él ella ellas ellos en entre era es \
    esa ese eso esta está este esto estos favor fue gracias ha hasta hay hola la las le les lo los más me mi mis muy nada ni no \
    nos nosotros o os otra otro para pero por porque puede que qué quien se ser si sí sin sobre son su sus también te tengo \
    ti tiene todo tu tus un una uno unos y ya yo rv
    """,
    "pt": """
    a ao aos as até com como da das de dela dele do dos e é ela elas ele eles em entre era essa esse esta está este eu foi \
    há isso já lhe mais mas me mesmo meu minha muito na não nas nem no nos nós nossa nosso num numa o obrigado olá os ou para pela \
    pelo por porque qual quando que quem se sem ser seu sua são só também te tem tenho tu um uma você vos enc
    """,
    "ja": """
    お世 世話 願い 致し 申し 弊社 御社 貴社 下さ 有難 ます です した する
    """,
  ]
}
