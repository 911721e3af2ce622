/** A form that stands only in somebody else's letter is not the signer's own statement, whatever client quotes it. SPEC §4 */
import t from 'tap'

import { courrier, html, plain } from '../support/mime-opened.ts'

const FORM = ['Nom de naissance : TARTEMPION', 'Sexe : F', 'Consentement : oui, oral, ce jour']
const LABELS = ['consentement', 'nomNaissance', 'sexe']
const WHO = 'Dr Tiers <tiers@ailleurs.exemple>'
const US = 'Téléexpertise <teleexpertise@x.fr>'

const quoted = (lines: readonly string[]) => lines.map((line) => `> ${line}`).join('\n')
const escaped = (text: string) => text.replaceAll('<', '&lt;')
const divs = (lines: readonly string[]) => lines.map((line) => `<div>${line}</div>`).join('')
const block = (who: string) =>
  `De : ${who}\nEnvoyé : lundi 9 mars 2026 10:00\nÀ : Dr Moi\nObjet : patient`
const wrote = (who: string) => `Le 9 mars 2026 à 10:00, ${who} a écrit :`

/** How programs write what they quote or forward. */
const CLIENTS: { readonly [client: string]: (who: string, lines: readonly string[]) => string } = {
  'plain >': (who, lines) => plain(`${wrote(who)}\n${quoted(lines)}`),
  'Outlook, plain': (who, lines) =>
    plain(`-----Message d'origine-----\n${block(who)}\n\n${lines.join('\n')}`),
  'Outlook, header block': (who, lines) => plain(`${block(who)}\n\n${lines.join('\n')}`),
  'Outlook, HTML': (who, lines) =>
    html(
      `<div style="border-top:solid #E1E1E1 1pt"><p class=MsoNormal>${escaped(block(who)).replaceAll('\n', '<br>')}</p></div>${divs(lines)}`,
    ),
  Gmail: (who, lines) =>
    html(
      `<div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escaped(wrote(who))}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">${divs(lines)}</blockquote></div>`,
    ),
  'Gmail, forwarded': (who, lines) =>
    html(
      `<div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>De : ${escaped(who)}<br>Date: lun. 9 mars 2026 à 10:00<br>Subject: patient<br>To: moi<br></div>${divs(lines)}</div>`,
    ),
  'Apple Mail': (who, lines) =>
    html(
      `<blockquote type="cite"><div>${escaped(wrote(who))}</div><br><div>${divs(lines)}</div></blockquote>`,
    ),
  'iPhone, forwarded': (who, lines) =>
    html(
      `<div>Début du message transféré :</div><br><blockquote type="cite"><div><b>De:</b> ${escaped(who)}</div>${divs(lines)}</blockquote>`,
    ),
  Thunderbird: (who, lines) =>
    html(
      `<div class="moz-cite-prefix">${escaped(wrote(who))}</div><blockquote type="cite" cite="mid:x">${divs(lines)}</blockquote>`,
    ),
}

t.test('a form in another’s letter is in doubt, and every word of it stays', async (t) => {
  for (const [client, quote] of Object.entries(CLIENTS)) {
    const { douteux, libre } = await courrier(quote(WHO, FORM))
    t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS, client)
    t.strictSame([...new Set(Object.values(douteux ?? {}))], ['cite'], client)
    for (const line of FORM) t.match(libre, line, `${client}: ${line}`)
  }
})

t.test('his own form above another’s letter is his', async (t) => {
  for (const [client, quote] of Object.entries(CLIENTS)) {
    const [head = '', ...body] = quote(WHO, ['Sexe : M', 'Consentement : non']).split('\r\n\r\n')
    const isHtml = head.includes('html')
    const own = isHtml ? divs(FORM) : `${FORM.join('\n')}\n\n`
    const text = body.join('\r\n\r\n')
    const at = isHtml ? text.indexOf('<body>') + 6 : 0
    const mail = `${head}\r\n\r\n${text.slice(0, at)}${own}${text.slice(at)}`
    const { douteux, formulaire } = await courrier(mail)
    t.match(formulaire, { sexe: 'F', consentement: 'oui, oral, ce jour' }, client)
    t.equal(douteux, undefined, client)
  }
})

const BLANK =
  'Bonjour,\nPour que votre demande parte, il manque encore ceci ; merci de répondre à ce message.\nNom de naissance :\nSexe :\nConsentement :\nBien confraternellement'

t.test('what is typed after or under the labels of a form of ours is his', async (t) => {
  const filled = BLANK.split('\n').map((line) => FORM.find((one) => one.startsWith(line)) ?? line)
  for (const [client, quote] of Object.entries(CLIENTS)) {
    const { douteux, formulaire } = await courrier(quote(US, filled), '', [BLANK])
    t.match(formulaire, { sexe: 'F', nomNaissance: 'TARTEMPION' }, client)
    t.equal(douteux, undefined, client)
  }
  const under = quoted(BLANK.split('\n')).replace('Sexe :', 'Sexe :\nF')
  t.equal((await courrier(plain(under), '', [BLANK])).douteux, undefined)
})

t.test('another’s letter does not become ours by what it says of itself', async (t) => {
  const inner = [wrote(US), ...quoted(FORM).split('\n')]
  for (const [client, quote] of Object.entries(CLIENTS)) {
    const { douteux } = await courrier(quote(WHO, inner), '', [BLANK])
    t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS, client)
  }
})

t.test('of two renditions one is enough for a doubt', async (t) => {
  const b = '--b\r\n'
  const both = (one: string, other: string) =>
    `Content-Type: multipart/alternative; boundary=b\r\n\r\n${b}${one}\r\n${b}${other}\r\n--b--\r\n`
  const mail = both(
    plain(FORM.join('\n')),
    html(`<blockquote type="cite">${divs(FORM)}</blockquote>`),
  )
  const { douteux, libre } = await courrier(mail)
  t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS)
  for (const line of FORM) t.match(libre, line)
})

/** Header blocks that somebody types or pastes, in the languages of mail programs, and what they write above a letter. */
const HEADINGS: readonly string[] = [
  'De : Mme Tiers\nEnvoyé : hier\nÀ : Dr Moi\nObjet : papa',
  'Expéditeur : Mme Tiers\nDate : hier\nDestinataire : Dr Moi\nSujet : papa',
  '*De :* Mme Tiers\n*Objet :* papa',
  'Sujet : papa\nDate : hier\nDe : Mme Tiers\nPour : Dr Moi',
  'From: Mme Tiers\nSent: hier\nTo: Dr Moi\nSubject: papa',
  'Von: Mme Tiers\nGesendet: hier\nAn: Dr Moi\nBetreff: papa',
  'De: Mme Tiers\nEnviado: hier\nPara: Dr Moi\nAsunto: papa',
  'Da: Mme Tiers\nInviato: hier\nA: Dr Moi\nOggetto: papa',
  'De: Mme Tiers\nEnviada: hier\nPara: Dr Moi\nAssunto: papa',
  'Van: Mme Tiers\nVerzonden: hier\nAan: Dr Moi\nOnderwerp: papa',
  'Fra: Mme Tiers\nSendt: hier\nTil: Dr Moi\nEmne: papa',
  'Från: Mme Tiers\nSkickat: hier\nTill: Dr Moi\nÄmne: papa',
  'Od: Mme Tiers\nWysłano: hier\nDo: Dr Moi\nTemat: papa',
  '---------- Forwarded message ---------',
  '-------- Message transféré --------',
  '----- Message d’origine -----',
  '-------- Weitergeleitete Nachricht --------',
  '-------- Mensaje reenviado --------',
  '-------- Messaggio Inoltrato --------',
  '-------- Mensagem encaminhada --------',
  '======== Original Message ========',
  'Début du message transféré',
  'Début du message réexpédié :',
  'Begin forwarded message:',
  'Anfang der weitergeleiteten Nachricht:',
  'Inicio del mensaje reenviado:',
  'Inizio messaggio inoltrato:',
  'Início da mensagem reencaminhada:',
  'Am 09.03.2026 um 10:00 schrieb Mme Tiers:',
  'El 9 mar 2026, a las 10:00, Mme Tiers escribió:',
  'Il giorno 9 mar 2026, alle 10:00, Mme Tiers ha scritto:',
  'Em 9 de mar. de 2026, Mme Tiers escreveu:',
  'Op 9 mrt. 2026 om 10:00 heeft Mme Tiers geschreven:',
]

/** Words of the author's own that only look like a heading. */
const NO_HEADINGS: readonly string[] = [
  'De : Dr Moi\nÀ : Dr Vous',
  'Motif : avis dermatologique',
  'Objet : demande d’avis\nDate : ce jour',
  'Pour : dermatologie',
  '--------------------',
  '--- Demande d’avis ---',
]

const typed = (above: string, below: readonly string[] = FORM) =>
  plain(`Bonjour,\n\n${above}\n\n${below.join('\n')}`)

t.test(
  'a heading that is typed or pasted announces another’s letter in any language',
  async (t) => {
    for (const heading of HEADINGS) {
      const { douteux, libre } = await courrier(typed(heading))
      t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS, heading)
      for (const line of [...heading.split('\n'), ...FORM]) t.ok(libre.includes(line), line)
      const own = await courrier(plain(`${FORM.join('\n')}\n\n${heading}\n\nSexe : M`))
      t.strictSame(
        [own.douteux, own.formulaire.sexe],
        [undefined, 'F'],
        `his own above: ${heading}`,
      )
    }
    for (const heading of NO_HEADINGS) {
      t.equal((await courrier(typed(heading))).douteux, undefined, heading)
    }
  },
)

/** What stands before each quoted line. */
const MARKS: readonly string[] = [
  ...[
    '> ',
    '>',
    '>> ',
    '> > ',
    '| ',
    '|',
    '│ ',
    '¦ ',
    '┃ ',
    ': ',
    ':',
    '; ',
    '} ',
    '] ',
    ') ',
    '» ',
  ],
  ...['› ', '❯ ', '＞ ', '% ', '! ', '" ', '« ', '// ', 'JD> ', 'Fille> ', '  | '],
]

/** What stands before each line of a list, or around the cells of a row. */
const LISTS: readonly ((line: string) => string)[] = [
  ...['- ', '* ', '• ', '+ ', '# ', '– ', '▪ ', '☑ ', '\t', '    '].map(
    (bullet) => (line: string) => bullet + line,
  ),
  (line) => `| ${line.replace(' : ', ' | ')} |`,
]

t.test('lines that one sign begins are quoted, those of a list or a table are not', async (t) => {
  for (const mark of MARKS) {
    const quote = FORM.map((line) => mark + line)
    const { douteux, libre } = await courrier(typed('Bonne lecture', quote))
    t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS, mark)
    for (const line of quote) t.ok(libre.includes(line.trim()), line)
    const both = await courrier(typed(FORM.join('\n'), [`${mark}Sexe : M`, `${mark}Rang : 1`]))
    t.equal(both.formulaire.sexe, 'F', `his own above: ${mark}`)
    t.notOk(both.douteux?.sexe, `his own above: ${mark}`)
  }
  for (const listed of LISTS) {
    const { douteux, formulaire } = await courrier(typed('Bonne lecture', FORM.map(listed)))
    t.equal(formulaire.sexe, 'F', listed('x'))
    t.equal(douteux, undefined, listed('x'))
  }
})

t.test('a sign before one line of prose quotes nothing', async (t) => {
  for (const mark of MARKS) {
    const { formulaire } = await courrier(plain(`Contexte : fièvre\n${mark}38,5 °C\nfrissons`))
    t.match(formulaire.contexte, /fièvre[\s\S]*38,5 °C\nfrissons/, mark)
  }
})

/** Words that announce somebody else's message, letter or form, or an example; each is followed by a form. */
const ANNOUNCED: readonly string[] = [
  'Message reçu de la fille du patient',
  'Message reçu de la fille du patient :',
  'Message de Mme X :',
  'Message de Sophie Durand :',
  '--- Message de sa fille ---',
  '*Mail de l’infirmière*',
  'Voici ce que m’écrit sa fille :',
  'Voici ce que m’a écrit hier soir sa fille :',
  'Voici le message de sa fille.',
  'Ci-dessous le mail de l’infirmière',
  'Je vous transfère ci-dessous le message de la fille du patient.',
  'Je vous fais suivre le courriel de l’EHPAD :',
  'Bonjour, je vous transmets le mot de l’IDE :',
  'Copie du mail de l’infirmière',
  'Copie du mail de l’infirmière :',
  'Contenu du SMS de son mari :',
  'SMS de son épouse : «',
  'Mail reçu ce jour :',
  'Message transféré',
  'Courrier du Dr Petit :',
  'Lettre du cardiologue',
  'Conclusion du courrier de sortie du service de cardiologie :',
  'Compte rendu du Dr Petit :',
  'Formulaire rempli par la secrétaire :',
  'Formulaire rempli par la patiente',
  'Note de l’infirmière :',
  'Réponse du laboratoire :',
  'Sa fille m’écrit :',
  'Le radiologue a écrit :',
  'La fille du patient m’a envoyé ceci :',
  'Ce que raconte la patiente :',
  'Reçu ce matin de sa fille :',
  'Le patient va mieux. Sa fille m’écrit ceci :',
  'Voici le message que la fille de mon patient, qui habite loin,\nm’a laissé hier soir :',
  'Voir mail ci-dessous',
  'Copier-coller du message :',
  'Je cite :',
  'Message from the patient’s daughter:',
  'His daughter wrote:',
  'Message de sa fille : Bonjour docteur,',
  'Message de sa fille : « Papa va mal.',
  'Exemple de formulaire :',
  'Exemple de formulaire',
  'Modèle :',
  'Modèle de demande bien remplie :',
  'Voici un exemple :',
  'à titre d’exemple',
  'À titre d’exemple :',
  'Pour exemple :',
  'Formulaire type :',
]

/** Words of the author's own: about a letter, to somebody, in answer, of the examination. */
const OWN: readonly string[] = [
  'Motif : avis dermatologique',
  'Courrier du Dr Petit : voir pièce jointe',
  'Courrier du Dr Petit ci-joint',
  'Lettre du cardiologue en pièce jointe',
  'Documents joints :\nCourrier du Dr Petit du 12/03',
  '- Courrier du Dr Petit du 12/03',
  'Mail de la fille : plutôt inquiète',
  'Mon courrier au Dr Petit :',
  'En réponse à votre message :',
  'Suite au courrier du Dr Petit :',
  'Vous m’avez demandé :',
  'Voici les informations demandées :',
  'Voici le formulaire :',
  'Voici le formulaire complété :',
  'Voici ma demande :',
  'Voici les antécédents du patient :',
  'Voici ce que je propose :',
  'Demande d’avis du Dr Moi, généraliste',
  'Demande de téléexpertise :',
  'Fiche de la patiente :',
  'Compte rendu de consultation :',
  'À l’examen, on note :',
  'Le patient rapporte :',
  'Au téléphone, sa fille signale une chute.',
  'J’ai reçu un message de sa fille, inquiète.',
  'J’ai lu la lettre du cardiologue, rassurante.',
  'Patient adressé par le Dr Petit pour :',
  'Patiente reçue aux urgences :',
  'Personne de confiance :',
  'Le consentement écrit :',
  'Mode de recueil, par écrit :',
  'Message',
  'Message urgent',
  'Message pour le Dr Petit :',
  'Lettre à l’attention du Dr Petit :',
  'Coordonnées de sa fille :',
  'Identité du patient :',
]

t.test('what stands below words that announce another’s, or an example, is in doubt', async (t) => {
  for (const words of ANNOUNCED) {
    const { douteux, libre } = await courrier(typed(words))
    t.strictSame(Object.keys(douteux ?? {}).sort(), LABELS, words)
    t.strictSame([...new Set(Object.values(douteux ?? {}))], ['cite'], words)
    for (const line of [...words.split('\n'), ...FORM]) t.ok(libre.includes(line), line)
    const own = await courrier(plain(`${FORM.join('\n')}\n\n${words}\n\nSexe : M`))
    t.strictSame(own.formulaire.sexe, 'F', `his own above: ${words}`)
    t.strictSame([own.douteux, own.contradictions], [undefined, []], `his own above: ${words}`)
    const body = divs(typed(words).split('\r\n').slice(3).map(escaped))
    t.strictSame(Object.keys((await courrier(html(body))).douteux ?? {}).sort(), LABELS, words)
  }
})

t.test('his own words about a letter, or to somebody, announce nothing', async (t) => {
  for (const words of OWN) {
    const { douteux, formulaire } = await courrier(typed(words))
    t.strictSame([douteux, formulaire.sexe], [undefined, 'F'], words)
  }
})

t.test('marks below an announcement tell where the other’s words end', async (t) => {
  const lines = ['Sa fille m’écrit :', '> Il va mal', '> Rang : 1', '', ...FORM]
  const { douteux } = await courrier(plain(lines.join('\n')))
  t.strictSame(douteux, { rang: 'cite' })
})

t.test('prose that an announcement stands in goes on', async (t) => {
  const said = 'BPCO stable.\nCourrier du pneumologue :\nVEMS 40 %\npas d’oxygène'
  const { formulaire, douteux } = await courrier(plain(`Contexte : ${said}\nQuestion : O2 ?`))
  t.equal(formulaire.contexte, said)
  t.strictSame(douteux, { question: 'cite' })
})

t.test('a line of ours that he keeps above his answer is no line of his form', async (t) => {
  const letter = [
    'Répondez à ce message depuis cette même messagerie.',
    'Sexe : féminin',
    'Téléphone : 01 99 00 12 34',
    'Médecin traitant : le requérant',
    'Question :',
    'Cordialement',
  ]
  const said = async (...lines: readonly string[]) =>
    courrier(plain(lines.join('\n')), '', [letter.join('\n')])
  for (const line of letter.slice(1, 4)) {
    for (const kept of [line, `> ${line}`, `- ${line}`]) {
      for (const before of [[], ['AVIS'], ['URGENT']]) {
        const { formulaire, texte, libre } = await said(...before, kept, "Non, c'est l'inverse.")
        t.strictSame(formulaire, {}, `${before} ${kept}`)
        t.match(`${texte} ${libre}`, line.split(' : ')[1], `${kept} is not lost`)
      }
    }
  }
  // What he writes himself, and what he fills in, is his.
  const own = await said('Téléphone : 04 73 00 01 02', 'Sexe : M', 'Question : exérèse ?')
  t.match(own.formulaire, { telephone: '04 73 00 01 02', sexe: 'M', question: 'exérèse ?' })
})
