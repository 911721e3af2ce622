/**
 * What mail programs write above a letter that they quote or forward, in the languages of their menus.
 *
 * In    the lines of a letter, without the signs that no ink shows
 * Out   how many lines from a place announce a letter, and whether all that follows is of it
 *
 * Header blocks (« De : », « Gesendet: », « Asunto: »), rules with words (« ---------- Forwarded message --------- »),
 * « Début du message transféré : », « Am 09.03.2026 schrieb X: ». Whoever types them by hand announces the same.
 * RFC 5322 §3.6 (From, Date, To, Cc, Subject, Reply-To)
 */
import { fold } from '../domain/texte.ts'

export interface Heading {
  /** Lines that it takes. */
  readonly lines: number
  /** All that follows is of the letter announced; otherwise only the lines that its marks begin. */
  readonly cuts: boolean
}

/** The heading that begins at a line; null without. */
export function headingAt(raw: readonly string[], at: number): Heading | null {
  const line = shown(raw[at])
  if (line === '') return null
  if (isSeparator(line) || ANNOUNCED.test(line)) return { lines: 1, cuts: true }
  const block = headerBlock(raw, at)
  if (block > 0) return { lines: block, cuts: true }
  if (/^[_-]{10,}$/.test(line)) {
    const next = [at + 1, at + 2, at + 3].find((i) => raw[i] !== undefined && raw[i] !== '')
    const lines = next === undefined ? 0 : headerBlock(raw, next)
    return next === undefined || lines === 0 ? null : { lines: next - at + lines, cuts: true }
  }
  if (!OPENS.test(line) && !line.slice(0, 400).includes('@')) return null
  return attribution(raw, at)
}

type Field = 'from' | 'date' | 'to' | 'subject' | 'other'

/** Names of header fields as programs show them: fr, en, de, es, it, pt, nl, da, no, sv, fi, pl, cs, sk, hu, ro, tr, hr. */
const NAMES: { readonly [F in Field]: string } = {
  from:
    'de|from|expediteur|envoye par|emetteur|von|absender|da|mittente|van|fra|från|fran|lahettaja|od|nadawca|felado|' +
    'de la|expeditor|expeditorul|kimden|gonderen|salje|remitente|remetente|от|від',
  date:
    'date|envoye|envoye le|recu le|sent|received|datum|gesendet|fecha|enviado|enviado el|data|inviato|enviada|' +
    'enviada em|enviado em|verzonden|dato|sendt|skickat|lahetetty|paivamaara|wysłano|wyslano|odeslano|odoslane|elkuldve|trimis|tarih|' +
    'gonderilen|gonderildi|дата|отправлено|відправлено',
  to:
    'a|to|pour|destinataire|destinataires|an|empfanger|para|aan|til|till|vastaanottaja|do|komu|pre|cimzett|catre|' +
    'destinatarul|kime|prima|кому|destinatario|destinatari|destinatarios',
  subject:
    'objet|sujet|subject|betreff|asunto|oggetto|assunto|onderwerp|emne|amne|aihe|temat|predmet|targy|subiect|' +
    'subiectul|konu|naslov|тема',
  other:
    'cc|cci|bcc|copie|copie a|kopie|copia|kopi|kopia|kopio|masolat|dw|repondre a|reply-to|antwort an|responder a|' +
    'rispondi a|antwoord aan|importance|priorite|wichtigkeit|pieces jointes|attachments|anlagen',
}

const FIELDS: ReadonlyMap<string, Field> = new Map(
  (Object.keys(NAMES) as Field[]).flatMap((field) =>
    NAMES[field].split('|').map((name) => [name, field] as const),
  ),
)

/** Lines of a header block: From, Sent, To, Cc, Subject and a folded one or two. */
const MAX_HEADER_LINES = 8

/** The field that a line is: its name in plain or bold letters before a colon; null: it is none. */
function fieldOf(
  line: string | undefined,
): { readonly field: Field; readonly value: string } | null {
  const said = shown(line)
  const at = said.slice(0, 40).indexOf(':')
  if (at < 1) return null
  const field = FIELDS.get(withoutMarks(said.slice(0, at)))
  return field === undefined ? null : { field, value: withoutMarks(said.slice(at + 1)) }
}

function withoutMarks(text: string): string {
  return text.replace(/^[*_ ]{1,8}/, '').replace(/(?<![*_ ])[*_ ]{1,8}$/, '')
}

/**
 * How many lines the block has that begins here; 0: none. Who wrote stands in it, beside when, what about, or two more
 * fields; « De : » and « À : » alone head a letter of the author's own.
 */
function headerBlock(raw: readonly string[], at: number): number {
  const first = fieldOf(raw[at])
  if (first === null || (first.field === 'from' && first.value === '')) return 0
  const found: Field[] = [first.field]
  let last = at
  for (let i = at + 1; i <= at + MAX_HEADER_LINES && i < raw.length; i++) {
    const next = fieldOf(raw[i])
    // A block that begins otherwise than with its author has no other line in it.
    if (next === null && first.field === 'from') continue
    if (next === null) break
    found.push(next.field)
    last = i
  }
  const kinds = new Set(found)
  const isHeaded = kinds.has('from') && (isDated(raw, at, kinds) || kinds.size >= 3)
  return isHeaded && (first.field === 'from' || kinds.size >= 3) ? last - at + 1 : 0
}

/** « De : X » and « Envoyé : … » or « Objet : … » right below it. */
function isDated(raw: readonly string[], at: number, kinds: ReadonlySet<Field>): boolean {
  if (kinds.size < 2) return false
  const next = fieldOf(raw[at + 1])?.field
  return next === 'date' || next === 'subject'
}

/** Stems of « message » in those languages, and of what a program says that it is: original, forwarded, answered. */
const LETTER =
  /messag|mensaje|mensagem|mesaj|\bmail\b|e-mail|courriel|courrier|nachricht|bericht|besked|meddel|melding|mejl|wiadomo|zprav|sprav|uzenet|level|viesti|poruk|ileti|appointment|сообщ|письм|повідом/
const PASSED_ON =
  /origin|initial|transf|transmi|reexped|reponse au|forward|\bfwd|urspr|weiterg|reenvi|encaminh|inoltrat|doorge|videres|vidarebef|przekaz|przesl|preposl|tovabb|valitet|edelleen|iletil|proslij|redirec|oprind|eredeti|puvodn|переслан|перенаправ|пересыл|baslangici/

/** `-----Message d'origine-----`, `---------- Forwarded message ---------`, `======== Weitergeleitete Nachricht ========` */
function isSeparator(line: string): boolean {
  const at = line.search(/[^-_*=~# ]/)
  const rule = line.slice(0, Math.max(at, 0))
  if (!/--|__|==|~~|\*\*\*/.test(rule)) return false
  const said = line.slice(at, at + 80)
  return (LETTER.test(said) && PASSED_ON.test(said)) || /^(?:original|forwarded by)\b/.test(said)
}

const ANNOUNCED =
  /^(?:(?:debut du (?:message|courriel|mail)|begin|anfang der|inicio del?|inicio da|inizio|begin(?:ning)? of(?: the)?|start pa) (?:message |messaggio |mensaje |mensagem |doorgestuurd |videresendt |weitergeleiteten |forwarded |original )?(?:reexpedie|transfere|transmis|d'origine|message|nachricht|inoltrato|reenviado|reencaminhada|encaminhada|bericht|besked)|vidarebefordrat mejl|videresendt melding|valitetty viesti alkaa|poczatek przekazywanej wiadomosci)\s?:?$/

/** How a line begins that says when somebody wrote. */
const OPENS = /^(?:le|on|am|el|il|em|op|den|dnia|w dniu|dne|pe|\d)/
const WROTE =
  /\b(?:a ecrit|ont ecrit|wrote|writes|a repondu|schrieb|schrieb .{1,60}|escribio|ha scritto|scrisse|escreveu|schreef|heeft .{1,60} geschreven|skrev|skrev .{1,60}|kirjoitti|napsal(?:\(a\))?|napisal|napisał|a scris|ezt irta|yazdi|написал|пише) ?:?$/
const WHEN = /\d{1,2} ?[:h] ?\d{2}|\d{4}|@/

/** « Le 12/03/2026 à 10:00, X a écrit : », folded over up to four lines. */
function attribution(raw: readonly string[], at: number): Heading | null {
  let joined = ''
  for (let count = 1; count <= 4 && at + count <= raw.length; count++) {
    const line = shown(raw[at + count - 1])
    if (line === '' || line.startsWith('>')) return null
    joined = `${joined} ${line}`.trim()
    if (!WROTE.test(joined.slice(-100))) continue
    if (!WHEN.test(joined) || joined.length > 600) return null
    const next = raw.slice(at + count, at + count + 4).find((text) => text !== '')
    return { lines: count, cuts: !(next ?? '').trimStart().startsWith('>') }
  }
  return null
}

function shown(line: string | undefined): string {
  return fold((line ?? '').slice(0, 400))
}
