/** What the administrator is told: each code that can reach him has its own words, and they say what to do. */
import t from 'tap'

import { nextActionOf, pourAdministrateur } from '../src/administrateur.ts'
import { ERRORS } from '../src/errors.ts'

/** Refusals that no mail ends with: a letter is withdrawn, or a file of `inspect` cannot be read. */
const ELSEWHERE: readonly string[] = [
  ...['adresse-changee', 'demande-remplacee'],
  'demande-annulee',
  'destinataire-ecarte',
  'lettre-sans-objet',
  'opposition-copie',
  'unreadable-file',
]
/** Of other families, and told to him all the same. */
const ALSO: readonly string[] = [
  ...['antivirus-injoignable', 'identite-hors-validite', 'liste-absente'],
  ...['certificate-denied', 'dossier-clos', 'fil-inconnu', 'panne-interne', 'piece-infectee'],
  ...['message-id-reutilise', 'reponse-deja-recue'],
]
/** An end names the code that is over; faults of HTTP are answers. */
const APART: readonly string[] = ['alerte-terminee', 'command-failed', 'http-fault']

/** Can it reach him? A refusal or quarantine of a mail, an alert, a delivery that ends. */
function reaches(code: string): boolean {
  const { family, smtp, http } = ERRORS[code as keyof typeof ERRORS]
  if (APART.includes(code) || ELSEWHERE.includes(code)) return false
  if (ALSO.includes(code) || code.startsWith('delivery-')) return true
  if (family === 'refusal') return smtp === null && http === null
  return family === 'quarantine' || family === 'alert'
}

t.test('each code that can reach him says what happened and what he does', (t) => {
  for (const [code, { public: said }] of Object.entries(ERRORS)) {
    const told = pourAdministrateur(code)
    t.equal(told !== null, reaches(code), code)
    if (told === null) continue
    for (const text of [told.quoi, told.faire]) {
      t.match(text, /^[\p{Lu}«].*[.!?]$/u, `${code} is made of sentences`)
      t.notMatch(
        text,
        /\bvotre (?:message|certificat|signature|demande)\b|\bvous y associer\b|renvoyez/i,
        code,
      )
      t.notMatch(text.replace(/«[^»]*»/g, ''), /'|\.\.\./, `${code} has French typography`)
    }
    t.not(told.quoi, said, `${code}: these words are his alone`)
  }
  t.end()
})

t.test('what is told of a message is true of who was told', (t) => {
  for (const code of Object.keys(ERRORS).filter(reaches)) {
    const alone = nextActionOf('refused', { code, owner: 'administrateur' }) ?? ''
    const told = nextActionOf('refused', { code, owner: null }) ?? ''
    t.match(alone, /n’est pas averti/, code)
    t.match(told, /^Rien : son auteur est averti/, code)
    t.match(
      nextActionOf('quarantined', { code, owner: 'administrateur' }),
      /rejouez-le ; ou classez-le/,
    )
  }
  t.equal(nextActionOf('accepted', { code: null, owner: null }), null)
  t.match(
    nextActionOf('accepted', { code: 'courrier-administrateur', owner: 'administrateur' }),
    'Lisez-le',
  )
  t.end()
})
