import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import { courrier, plain } from '../support/mime-opened.ts'

const keyword = (text: string) => readKeyword(text.split('\n'), '2026-03-10' as Jour)

t.test('reads each keyword alone, before a colon and before a dash', async (t) => {
  for (const motCle of [
    'AVIS',
    'RECTIFICATIF',
    'ACCEPTE',
    'COMPLEMENT',
    'REFUS',
    'REORIENTATION',
    'URGENT',
    'ABSENT',
    'PRESENT',
    'ACCORD',
    'NON URGENT',
    'ANNULATION',
    'RETRAIT CONSENTEMENT',
    'ETAT',
    'JE VALIDE',
    'JE CONFIRME',
  ]) {
    t.equal(keyword(motCle).motCle, motCle)
    t.equal(keyword(motCle.toLowerCase()).motCle, motCle)
    t.equal(keyword(`${motCle}.`).motCle, motCle)
    t.equal(keyword(`*${motCle}*`).motCle, motCle)
    t.equal(keyword(`« ${motCle} »`).motCle, motCle)
    t.equal(keyword(`${motCle} :`).motCle, motCle)
    for (const separator of [' : ', ': ', ' - ', ' – ', ' — ']) {
      const read = keyword(`${motCle}${separator}le texte`)
      t.equal(read.motCle, motCle, motCle + separator)
      t.equal(read.argument ?? read.rest[0], 'le texte')
    }
  }
})

t.test('ignores accents and knows the variants people write', async (t) => {
  const variants = {
    Complément: 'COMPLEMENT',
    'COMPLÉMENTS :': 'COMPLEMENT',
    État: 'ETAT',
    Réorientation: 'REORIENTATION',
    'non-urgent': 'NON URGENT',
    'Retrait du consentement': 'RETRAIT CONSENTEMENT',
    Acceptée: 'ACCEPTE',
    "J'accepte": 'ACCEPTE',
    'Je valide.': 'JE VALIDE',
    'URGENT !!': 'URGENT',
  }
  for (const [line, motCle] of Object.entries(variants)) t.equal(keyword(line).motCle, motCle, line)
})

t.test('takes no sentence for a keyword', async (t) => {
  for (const line of [
    "Avis pris auprès d'un confrère : surveillance",
    'Absent de signes',
    'Absent de signes : rien',
    'Avis favorable',
    'Avis-conseil',
    'Accord du patient obtenu',
    'Refus de soins',
    'Urgent, rappelez-moi',
    'Acceptez mes salutations',
    'Réorientation nécessaire',
    'État général conservé',
    "L'avis",
    'Complément d’information',
    'AVISO',
    '',
  ]) {
    t.equal(keyword(line).motCle, null, line)
  }
})

t.test('looks only at the first line that is neither blank nor a greeting', async (t) => {
  for (const greeting of [
    'Bonjour',
    'Bonjour,',
    'Bonjour cher confrère,',
    'Cher confrère,',
    'Chère consœur,',
    'Madame, Monsieur,',
    'Cher Docteur,',
    'Bonsoir !',
    'Docteur,',
    'Mon cher Paul,',
    'Dr Martin,',
  ]) {
    t.equal(keyword(`\n${greeting}\n\nAVIS\nx`).motCle, 'AVIS', greeting)
  }
})

t.test('a line of thanks before the keyword is courtesy, alone or on its line', async (t) => {
  for (const thanks of [
    'Merci de cet envoi.',
    "Merci de m'avoir adressé ce patient.",
    'Merci pour cette demande.',
    'Je vous remercie de m’avoir confié Madame Kunclin.',
    'Bien reçu votre demande.',
    "J'ai bien pris connaissance de votre demande.",
    'Suite à votre demande du service,',
    'Un grand merci !',
  ]) {
    const written = `Bonjour,\n\n${thanks}\nAVIS\nx`
    t.match(keyword(written), { motCle: 'AVIS', rest: ['x'] }, thanks)
    t.match(keyword(`${thanks}\nREFUS : surcharge`).motCle, 'REFUS', thanks)
  }
  for (const line of [
    'Bonjour cher confrère, merci pour votre confiance, AVIS : rien de grave',
    'Cher confrère, AVIS : rien de grave',
    'Merci de m’avoir adressé ce patient. AVIS : rien de grave',
    'Bonjour, voici mon avis : rien de grave',
  ]) {
    t.match(keyword(line), { motCle: 'AVIS', said: 'rien de grave' }, line)
  }
})

t.test('what is more than thanks is no courtesy', async (t) => {
  for (const line of [
    'Merci de ne pas tenir compte de ce message.',
    'Merci de me rappeler : 2 photos manquent.',
    'Merci, mais il est hospitalisé.',
    'Merci de m’envoyer la photo ?',
    'Patient vu ce jour.',
    'Le patient vous remercie.',
    `Merci ${'bien '.repeat(30)}`,
    `${'Merci.\n'.repeat(6)}Merci.`,
  ]) {
    t.equal(keyword(`${line}\nAVIS\nx`).motCle, null, line)
  }
  for (const line of [
    'Bonjour, avis pris auprès d’un confrère : surveillance',
    'Merci de votre confiance, absent de signes : rien',
    'Cher confrère, refus de soins',
  ]) {
    t.equal(keyword(line).motCle, null, line)
  }
})

t.test('the thanks before a keyword stay in the text of its author', async (t) => {
  const said = 'Bonjour cher confrère, merci pour votre confiance, AVIS : rien de grave'
  t.match(await courrier(plain(said)), {
    motCle: 'AVIS',
    texte: 'Bonjour cher confrère, merci pour votre confiance,\nrien de grave',
  })
})

t.test('keeps the specialty of a reorientation as its argument', async (t) => {
  t.match(keyword('REORIENTATION cardiologie'), { argument: 'cardiologie', rest: [] })
  t.match(keyword('Réorientation vers la cardiologie pour Holter\nsuite'), {
    argument: 'cardiologie',
    rest: ['pour Holter', 'suite'],
  })
  t.match(keyword('REORIENTATION : chirurgie vasculaire'), { argument: 'chirurgie vasculaire' })
  t.match(keyword('REORIENTATION Dr Curie <curie@x.fr>'), { argument: 'Dr Curie <curie@x.fr>' })
  t.match(keyword('REORIENTATION'), { motCle: 'REORIENTATION', argument: null })
})

t.test('keeps the period of an absence as its argument', async (t) => {
  t.match(keyword('ABSENT 12/03/2026 20/03/2026'), {
    motCle: 'ABSENT',
    argument: '12/03/2026 20/03/2026',
  })
  t.match(keyword('Absent du 12 au 20 mars 2026\nMerci'), {
    argument: 'du 12 au 20 mars 2026',
    rest: ['Merci'],
  })
  t.match(keyword('ABSENTE : 12/03'), { motCle: 'ABSENT', argument: '12/03' })
})

t.test('a return is a word of its own, with its day or days; a sentence is none', async (t) => {
  for (const [text, argument] of [
    ['PRESENT', null],
    ['Présente.', null],
    ['ABSENT annulé', null],
    ['Absence annulée', null],
    ["Fin d'absence", null],
    ["Annulation d'absence", null],
    ['PRESENT 16/03/2026', '16/03/2026'],
    ['Présent à partir du 16 mars', 'à partir du 16 mars'],
    ['PRESENT du 16/03 au 18/03', 'du 16/03 au 18/03'],
    ['PRESENT 32/03/2026', '32/03/2026'],
  ] as const) {
    t.match(keyword(text), { motCle: 'PRESENT', argument }, text)
  }
  for (const text of ['Présente une lésion du dos depuis mars', 'Présent lors de la consultation'])
    t.equal(keyword(text).motCle, null, text)
  t.equal(keyword('ANNULATION').motCle, 'ANNULATION')
})

/** A letter of ours, and how programs quote it: announced by what names us, marked with `>` or not. */
const LETTER = [
  'Bonjour Dr Diane DERMA,',
  '',
  'Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne.',
  '── Question ──',
  'Faut-il retirer cette lésion de la joue droite, apparue il y a trois mois ?',
  'Identité : DUPONT Marie, née le 3 mars 1951',
  'AVIS (rendre votre avis)',
  '<mailto:dossier+abc@x.fr?subject=T>',
]
const quoted = LETTER.map((line) => `> ${line}`).join('\n')
const bare = LETTER.join('\n')

t.test('leaves out a letter of ours, however it is quoted', async (t) => {
  const quotes = [
    `Le 12/03/2026 à 10:00, teleexpertise@x.fr a écrit :\n${quoted}`,
    `Le mar. 12 mars 2026 à 10:00, Téléexpertise <t@x.fr> a\nécrit :\n\n${quoted}`,
    `On Thu, Mar 12, 2026 at 10:00 AM X <t@x.fr> wrote:\n${quoted}`,
    `-----Message d’origine-----\nDe : X <t@x.fr>\nEnvoyé : jeudi\nÀ : Y\nObjet : z\n\n${bare}`,
    `________________________________\nDe : X <t@x.fr>\nEnvoyé : jeudi 12 mars 2026 10:00\nÀ : Y\nObjet : RE: z\n\n${bare}`,
    `De : X <t@x.fr>\nEnvoyé : jeudi 12 mars 2026 10:00\nÀ : Y\nObjet : RE: z\n\n${bare}`,
    `De: "X" <t@x.fr>\nÀ: "Y" <y@y.fr>\nEnvoyé: Jeudi 12 Mars 2026 10:00\nObjet: z\n\n${bare}`,
    `From: X <t@x.fr>\nSent: Thursday\nTo: Y\nSubject: z\n\n${bare}`,
    quoted,
    bare,
    // Wrapped anew by the program that quotes.
    quoted.replaceAll('retirer cette lésion de la joue ', 'retirer cette lésion\n> de la joue '),
  ]
  for (const quote of quotes) {
    const c = await courrier(plain(`AVIS\n\nBénin.\n\n${quote}`), '', [bare])
    t.equal(c.texte, 'Bénin.', quote.slice(0, 30))
  }
})

t.test('keeps all that only looks like a quotation or a signature', async (t) => {
  const lines = [
    '> 38,5 °C : paracétamol 1 g',
    '-- \nAllergie à la pénicilline',
    'Envoyé de mon service aux urgences hier, la patiente va bien.',
    'Le 12/03/2026 à 10:00, le patient a écrit :\n> je tousse',
    'De : gauche à droite\nDate : hier\nObjet : exérèse\nÀ : la joue, puis surveillance.',
    '-----Message d’origine-----\nmes propres mots',
    'Ce message est destiné au patient : arrêter l’AVK.\nRevoir lundi.',
    // One line of his own whose words are also ours.
    'Faut-il retirer cette lésion de la joue droite',
  ]
  for (const line of lines) {
    const c = await courrier(plain(`AVIS\nBénin.\n${line}\n\nSuite.\n\n${quoted}`), '', [bare])
    t.equal(c.texte, `Bénin.\n${line.replace('-- ', '--')}\n\nSuite.`, line.slice(0, 30))
  }
  const inline = LETTER.map((line) => `> ${line}`)
    .toSpliced(5, 0, 'Oui, sans urgence.')
    .join('\n')
  // The question above an answer stays in sight of its reader, the rest of the letter does not.
  t.match(
    (await courrier(plain(`AVIS\n${inline}`), '', [bare])).texte,
    /Faut-il retirer cette lésion[^\n]*\nOui, sans urgence\.$/,
  )
})

t.test('keeps the words after a keyword to the character', async (t) => {
  for (const said of [
    'perfusion 5*2 mg/h (débit à ajuster)',
    '_a_ *b* [c] « d »',
    'K+ < 5 ; INR > 2…',
    '**gras** !',
  ]) {
    t.equal((await courrier(plain(`AVIS : ${said}`))).texte, said, said)
    t.equal((await courrier(plain(`*AVIS* : ${said}`))).texte, said, said)
  }
})

t.test('reads what is written below the quotation', async (t) => {
  const c = await courrier(plain('Le 12/03/2026 à 10:00, X a écrit :\n> quoted\n\nAVIS\nBénin.'))
  t.match(c, { motCle: 'AVIS', texte: 'Bénin.' })
})

t.test('keeps a line of the writer that only looks like a quotation header', async (t) => {
  const c = await courrier(
    plain('AVIS\nDe : deux lésions\nLe patient de 2019 a été revu.\n__________\nSuite.'),
  )
  t.match(c.texte, /deux lésions[\s\S]*Suite\./)
})

t.test('finds no text in courtesy alone', async (t) => {
  for (const rest of [
    '',
    'Cordialement\nDr Paul Martin\nDermatologue',
    'Bien confraternellement,',
    'Merci pour votre confiance',
    'Dr Paul Martin',
    'Bonjour',
    'Patient : A.Z., 1951',
    'Patient : A.Z., 1951\n\nCordialement',
  ]) {
    t.equal((await courrier(plain(`AVIS\n${rest}`))).texte, '', rest)
  }
  t.not(
    (await courrier(plain('AVIS\nMerci pour votre confiance.\nLésion bénigne, pas de biopsie.')))
      .texte,
    '',
  )
})

t.test('what is more than courtesy is never taken for it', async (t) => {
  for (const said of [
    'Merci beaucoup, et si elle ne supporte pas la doxycycline ?',
    'Cordialement\nNaevus bénin',
    'Dr Martin\nAllergie à la pénicilline',
    'Bien confraternellement,\nà revoir',
  ]) {
    t.equal((await courrier(plain(`AVIS\n${said}`))).texte, said)
    t.equal((await courrier(plain(said))).texte, said)
  }
  t.equal((await courrier(plain('Merci !'))).texte, 'Merci !', 'thanks are a message')
  t.equal((await courrier(plain('AVIS\nMerci !'))).texte, '', 'and no opinion')
})

t.test('answers written under quoted questions keep them in sight', async (t) => {
  const letter = [
    'Le Dr Curie vous demande un complément sur votre demande en cours.',
    'Depuis quand la lésion est-elle apparue sur le bras gauche ?',
    '',
    'Prend-elle des anticoagulants, et à quelle dose aujourd’hui ?',
    'Le poids et la taille de la patiente nous seraient utiles aussi.',
  ].join('\n')
  const said = `> ${letter.split('\n').slice(0, 2).join('\n> ')}\nDepuis mai.\n> \n> ${letter.split('\n').slice(3, 5).join('\n> ')}\nNon.\n`
  const c = await courrier(plain(said), '', [letter])
  t.equal(
    c.texte,
    '> Le Dr Curie vous demande un complément sur votre demande en cours.\n> Depuis quand la lésion est-elle apparue sur le bras gauche ?\nDepuis mai.\n> Prend-elle des anticoagulants, et à quelle dose aujourd’hui ?\n> Le poids et la taille de la patiente nous seraient utiles aussi.\nNon.',
  )
  const quoted = letter.replace(/^/gm, '> ')
  const top = await courrier(plain(`Depuis mai.\n\n${quoted}`), '', [letter])
  t.equal(top.texte, 'Depuis mai.', 'a letter that is quoted below is left out whole')
  const bottom = await courrier(plain(`${quoted}\n\nAVIS\nBénin.`), '', [letter])
  t.equal(bottom.texte, 'Bénin.', 'and above a keyword')
  const form = await courrier(plain('> Sexe :\nF\n> Rang :\n1'), '', ['Sexe :\nRang :'])
  t.match(form, { formulaire: { sexe: 'F', rang: '1' }, libre: '' })
})

t.test('agreement in so many words is one, when it stands alone', async (t) => {
  t.equal(keyword("D'accord").motCle, 'ACCORD')
  t.equal(keyword('Je suis d’accord.').motCle, 'ACCORD')
  t.equal(keyword("Pas d'accord").motCle, 'DESACCORD')
  t.equal(keyword("Je ne suis pas d'accord !").motCle, 'DESACCORD')
  for (const line of [
    "D'accord pour la photo",
    "D'accord, mais pas demain",
    "Pas d'accord avec vous",
  ])
    t.equal(keyword(line).motCle, null, line)
})

t.test('an opinion may name its day, point to its file, or follow who is replaced', async (t) => {
  t.match(keyword('Avis cardiologique du 29/11/2026 : QT 452 ms'), {
    motCle: 'AVIS',
    said: 'du 29/11/2026 : QT 452 ms',
  })
  t.match(keyword('Avis ci-joint.'), { motCle: 'AVIS', said: 'ci-joint.' })
  t.match(keyword('Remplaçant de : Dr X, 99700000019\nAVIS\nx'), { motCle: 'AVIS', rest: ['x'] })
  t.match(keyword('REORIENTATION cardio ou vasculaire'), {
    motCle: 'REORIENTATION',
    argument: 'cardio ou vasculaire',
  })
})

t.test('finds the conclusion, the patient recalled and the deposit for another', async (t) => {
  const c = await courrier(
    plain(
      'AVIS\nPatient : A.Z., 1951\n\nNaevus.\n*Conclusion :* surveillance\nà un an.\n\nCordialement\nDr B',
    ),
  )
  t.match(c, { conclusion: 'surveillance\nà un an.', rappelPatient: 'A.Z., 1951' })
  t.notMatch(c.texte, 'A.Z.')
  t.equal(
    (await courrier(plain('Demande déposée pour le Dr Jean Martin <jean.martin@x.fr>\nSexe : F')))
      .depotPour,
    'Dr Jean Martin <jean.martin@x.fr>',
  )
  t.equal(
    (await courrier(plain('Bonjour, demande pour le docteur Martin.'))).depotPour,
    'docteur Martin',
  )
  t.equal((await courrier(plain('Question : quel suivi pour le Dr X ?'))).depotPour, null)
  for (const [line, named] of [
    ['Pour le Dr : MARTIN Jean', 'MARTIN Jean'],
    ['Pour le Dr MARTIN Jean, jean.martin@x.fr, merci.', 'Dr MARTIN Jean, jean.martin@x.fr'],
    ['pour le Dr Martin, RPPS 99700000013. Bonjour', 'Dr Martin, RPPS 99700000013'],
    ['Demande déposée pour le Dr Martin, RPPS : 99700000013', 'Dr Martin, RPPS : 99700000013'],
    ['Déposée pour : 99700000013', '99700000013'],
    ['Demande déposée pour Jean Martin', 'Jean Martin'],
    ['Médecin demandeur : Jean Martin <jean.martin@x.fr>', 'Jean Martin <jean.martin@x.fr>'],
    ['Médecin requérant : Dr. Martin', 'Dr. Martin'],
    ['Médecin requis : Dr Martin', null],
    ['Demande déposée pour avis dermatologique', null],
    ['Traitements : ceux prescrits pour le Dr Martin', null],
    ['Pour mémoire : pas d’allergie', null],
  ] as const) {
    t.equal((await courrier(plain(`${line}\nSexe : F`))).depotPour, named, line)
  }
  t.equal((await courrier(plain('Patient : DUPONT Marie'))).rappelPatient, null)
})

t.test('courtesy beside a word that answers says nothing else', async (t) => {
  const tails = [
    ' merci',
    ', merci',
    ', merci Sonia',
    ' Merci beaucoup !',
    ' svp',
    ', bien cordialement',
    ', merci Dr Martin',
    ' – merci et bonne journée',
  ]
  for (const word of [
    'JE VALIDE',
    'JE CONFIRME',
    'NON URGENT',
    'ACCORD',
    'DESACCORD',
    'ANNULATION',
    'ETAT',
  ] as const)
    for (const tail of tails)
      for (const line of [word + tail, (word + tail).toLowerCase(), `« ${word} »${tail}`])
        t.match(keyword(line), { motCle: word, argument: null }, line)
  for (const line of ['ACCORD, merci de ne rien envoyer', 'JE VALIDE, merci de changer la date'])
    t.match(keyword(line), { motCle: null }, line)
  for (const line of ['Je valide cette demande', 'Je confirme ma demande, merci.'])
    t.not(keyword(line).motCle, null, line)
})

t.test('the number of a dossier may stand beside a keyword', async (t) => {
  for (const line of [
    'ACCORD TE-2026-000123',
    'accord te-2026-000123',
    'ACCORD : TE-2026-000123',
    'ACCORD – TE-2026-000123.',
    'ACCORD pour le dossier TE-2026-000123',
    'ACCORD TE–2026–000123',
  ]) {
    t.match(keyword(line), { motCle: 'ACCORD', numero: 'TE-2026-000123' }, line)
  }
  for (const word of ['JE VALIDE', 'JE CONFIRME', 'NON URGENT', 'AVIS', 'REFUS'] as const) {
    const read = keyword(`${word} TE-2026-000123\n\nLa suite.`)
    t.match(read, { motCle: word, numero: 'TE-2026-000123', argument: null })
    t.strictSame(read.rest, ['', 'La suite.'])
  }
  t.match(keyword('REFUS TE-2026-000123 : indisponible'), {
    motCle: 'REFUS',
    rest: ['indisponible'],
  })
  t.match(keyword('Accord du patient, voir TE-2026-000123'), { motCle: null, numero: null })
  t.match(keyword('ACCORD cardiologie'), { motCle: 'ACCORD', argument: 'cardiologie' })
})

t.test(
  'a specialty that nobody knows is one all the same: it is asked about with its name',
  async (t) => {
    for (const said of ['chirurgie de la main et du pied', 'neuro-oncologie pédiatrique']) {
      t.match(keyword(`REORIENTATION ${said}`), { motCle: 'REORIENTATION', argument: said })
    }
  },
)

t.test('a sign, a thank, the patient’s name around a keyword', async (t) => {
  t.equal(keyword('✅ AVIS').motCle, 'AVIS')
  t.equal(keyword('Accepté, merci.').motCle, 'ACCEPTE')
  t.equal(keyword('ACCEPTE, mais pas avant lundi').motCle, null)
  t.equal(keyword('Bonjour,\n\nPatient : KUNCLIN\n\nAVIS\nKyste.').motCle, 'AVIS')
})

t.test(
  'a keyword that a full stop or a plain reason follows is one; a sentence is none',
  async (t) => {
    for (const [line, motCle, said] of [
      ['AVIS. Biopsie à l’hôpital.', 'AVIS', 'Biopsie à l’hôpital.'],
      ['Avis. Pas de biopsie', 'AVIS', 'Pas de biopsie'],
      ['Refus. Hors de mon champ', null, null],
      ['REFUS hors de mon champ', 'REFUS', 'hors de mon champ'],
      ['Refus, je suis en congés du 2 au 9/12', null, null],
      ['Refus de la famille', null, null],
      ['Refus de soins', null, null],
      ['REFUS éviter les AINS', null, null],
      ['Accord. Merci', null, null],
      [
        'ACCORD, la patiente en est informée et accepte.',
        'ACCORD',
        'la patiente en est informée et accepte.',
      ],
      ['ACCORD, la patiente est d’accord', 'ACCORD', 'la patiente est d’accord'],
      ['ACCORD, sa fille accepte', null, null],
      ['ACCORD, la patiente y réfléchit', null, null],
      ['ACCORD, si la patiente accepte', null, null],
      ['ACCORD, sa mère accepte', null, null],
      ['AVIS TÉLÉEXPERTISE', 'AVIS', null],
      ['Avis de téléexpertise : kyste', 'AVIS', 'kyste'],
      ['Avis de téléexpertise demandé hier', null, null],
      ['Avis favorable à l’exérèse', null, null],
      ['avis exérèse avec marges', null, null],
    ] as const) {
      const found = readKeyword([line], '2026-11-30' as never)
      t.equal(found.motCle, motCle, line)
      t.equal(found.said, said, line)
    }
  },
)
