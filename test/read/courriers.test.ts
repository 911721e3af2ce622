/**
 * The invented mails of fixtures/courriers are read right: requests with their facts, answers with their keyword, and
 * every word arrives. SPEC §4, §5, §13.14
 */
import t from 'tap'

import { decide } from '../../src/decide/decide.ts'
import { naissanceDe } from '../../src/decide/formulaire.ts'
import { lireConsentement } from '../../src/decide/formulaire-consentement.ts'
import { souhaits } from '../../src/decide/souhaits.ts'
import { propos } from '../../src/decide/texte-libre.ts'
import { nomsDuTraitant } from '../../src/domain/a-cote.ts'
import { copieDite } from '../../src/domain/copie-dite.ts'
import type { Instant, Jour, Rpps } from '../../src/domain/correspondant.ts'
import type { Courrier } from '../../src/domain/courrier.ts'
import { designationsDe, medecinTraitantDit } from '../../src/domain/designation.ts'
import type { Dossier } from '../../src/domain/dossier.ts'
import type { Designation } from '../../src/domain/evenement.ts'
import { sexeDe } from '../../src/domain/identifiants.ts'
import { periodeDe } from '../../src/domain/periode.ts'
import { specialiteDe, specialiteDuSlug, specialitesDe } from '../../src/domain/specialites.ts'
import { words } from '../../src/domain/texte.ts'
import { htmlToText } from '../../src/read/html.ts'
import { libelleDe } from '../../src/read/libelles.ts'
import { write } from '../../src/write/write.ts'
import {
  type CompletionEcrite,
  type DemandeEcrite,
  DOMAINE,
  LE,
  type Lettre,
  lu,
  mails,
  type ReponseEcrite,
} from '../support/courriers.ts'
import {
  codes,
  FORMULAIRE,
  histoire,
  lettersOf,
  sampleContexte,
  samplePiece,
  samplePossible,
  sampleProvenance,
  sampleRequerant,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

const NOW = LE.toISOString() as Instant
const TODAY = '2026-11-29' as Jour
const LEAST_RIGHT = 0.95

const PROSE = ['question', 'contexte', 'antecedents', 'traitements']
const CONSENT = ['consentement', 'consentementMode', 'consentementDate', 'consentementPar']
/** The names of what is asked for, by fact. */
const ASKED: { readonly [fact: string]: readonly string[] } = {
  specialite: ['specialiteDemandee', 'cible'],
  consentementDate: ['dateConsentement'],
  consentementMode: ['modeConsentement'],
  consentementPar: ['consentementDonnePar'],
  ins: ['matriculeIns'],
  requisNom: ['medecinRequis', 'cible'],
  requisRpps: ['medecinRequis'],
  requisAdresse: ['medecinRequis'],
}

/** The labels of the form that say a fact, where they have another name. */
const LABELS: { readonly [fact: string]: readonly string[] } = {
  specialite: ['specialiteDemandee'],
  consentementDate: ['dateConsentement'],
  consentementMode: ['modeConsentement'],
  requisNom: ['medecinRequis'],
}

t.test('requests: what they say is read, or asked about, never read wrong', async (t) => {
  const all = mails<DemandeEcrite>('demandes')
  const wrong: string[] = []
  let right = 0
  for (const mail of all) {
    const pieces = (mail.attached ?? []).map((name) => samplePiece(name))
    const read = { ...(await lu(mail)), ...(pieces.length > 0 && { pieces }) }
    const { faults, silent } = judged(mail, read)
    if (faults.length === 0) right += 1
    wrong.push(...silent.map((one) => `${mail.id}: ${one}`))
    for (const one of faults) t.comment(`${mail.id}: ${one}`)
  }
  t.strictSame(wrong, [], 'none is wrong without a question')
  t.ok(right / all.length >= LEAST_RIGHT, `${right} of ${all.length} are read right`)
})

/** What is not as expected; `silent`: a wrong value, or a doubt that nobody is asked about. */
function judged(mail: DemandeEcrite, read: Courrier) {
  const dossier = opened(read, mail)
  const got = factsOf(read, dossier)
  const names = askedFor(dossier, read)
  const isAsked = (fact: string) => (ASKED[fact] ?? [fact]).some((name) => names.has(name))
  const isStopped = dossier.motif === 'urgence' || dossier.motif === 'patient-different'
  const inferred = mail.inferred ?? []
  const doutes: { readonly [label: string]: string } = dossier.doutes ?? {}
  const faults: string[] = []
  const silent: string[] = []
  for (const [fact, said] of Object.entries(mail.facts)) {
    // Whose consent it is says nothing where it is asked for.
    if (fact === 'consentementPar' && said !== 'hors-d-etat' && isAsked('consentement')) continue
    if (isAsked(fact) && !isStopped) {
      if (!inferred.includes(fact)) faults.push(`${fact} is asked for`)
    } else if (!isSame(fact, got[fact] ?? null, said)) {
      if (got[fact] == null && (inferred.includes(fact) || isStopped)) continue
      faults.push(`${fact}: ${got[fact]} instead of ${said}`)
      if (got[fact] != null) silent.push(faults.at(-1) ?? '')
    }
  }
  for (const fact of [...mail.missing, ...mail.ask]) {
    const covers = CONSENT.includes(fact) ? [fact, 'consentement', 'consentementPar'] : [fact]
    if (isStopped || covers.some(isAsked)) continue
    faults.push(`${fact} is not asked for`)
    silent.push(faults.at(-1) ?? '')
  }
  for (const fact of mail.proposed ?? []) {
    const proposed = factsOf({ ...read, formulaire: dossier.formulaire }, dossier)[fact] ?? null
    const isProposed = (LABELS[fact] ?? [fact]).some((label) => doutes[label] === 'prose')
    if (isProposed && isSame(fact, proposed, mail.facts[fact] ?? '')) continue
    faults.push(`${fact} is not proposed: ${proposed}`)
  }
  for (const said of mail.keep ?? []) {
    if (!plain(shown(read)).includes(plain(said))) silent.push(`« ${said} » is lost`)
  }
  return { faults: [...faults, ...silent.filter((one) => !faults.includes(one))], silent }
}

/** The dossier of a request in whose directory everybody who is named is found. */
function opened(courrier: Courrier, { to = '' }: DemandeEcrite): Dossier {
  const code = specialiteDuSlug(to.split('@')[0] ?? '')
  const cibles = code === null ? [] : [{ kind: 'specialite', code } as const]
  const { requis, medecinTraitant } = souhaits(courrier, cibles)
  const people = requis.map(({ rpps, nom }, at) =>
    samplePossible(at + 3, {
      rpps: rpps ?? (`9900000000${at}` as Rpps),
      nom: nom ?? 'X',
      prenom: '',
    }),
  )
  const names = [...nomsDuTraitant(courrier.formulaire.medecinTraitant ?? '', null)].join(' ')
  const traitant = samplePossible(9, { nom: names || (medecinTraitant?.nom ?? 'X'), prenom: '' })
  const trouvailles = sampleTrouvailles({
    requis: people.map((one) => [one]),
    medecinTraitant: medecinTraitant === null ? null : [traitant],
    possibles: [samplePossible(1), samplePossible(2), ...people],
  })
  const provenance = sampleProvenance('m', NOW)
  const event = { kind: 'demande', provenance, auteur: sampleRequerant(), courrier } as const
  const { dossier } = decide(null, { ...event, cibles, trouvailles }, sampleContexte({ now: NOW }))
  if (dossier === null) throw new Error('no dossier')
  return dossier
}

function askedFor(dossier: Dossier, { contradictions }: Courrier): ReadonlySet<string> {
  return new Set([...dossier.manques.map(({ quoi }) => quoi as string), ...contradictions])
}

const PAR: { readonly [par: string]: string } = {
  representantLegal: 'representant-legal',
  personneDeConfiance: 'hors-d-etat',
  proche: 'hors-d-etat',
  patient: 'patient',
}

function factsOf(
  read: Courrier,
  { consentement, cibles, formulaire: { copieMedecinTraitant } }: Dossier,
): { [fact: string]: string | null | undefined } {
  const { formulaire: form, urgence } = read
  const naissance = naissanceDe(form.dateNaissance ?? '', NOW)
  const { dit, mode, le, par } = lireConsentement(form, NOW, naissance).valeur
  const [requis] = designationsDe(form.medecinRequis ?? '')
  const pool = cibles.flatMap((cible) => (cible.kind === 'specialite' ? [cible.code] : []))[0]
  const isConsulted = par === 'personneDeConfiance' || par === 'proche'
  return {
    ...form,
    specialite: specialitesDe(form.specialiteDemandee ?? '')[0] ?? pool,
    dateNaissance: naissance,
    sexe: sexeDe(form.sexe ?? ''),
    consentement: consentement.kind === 'refuse' ? 'non' : isConsulted ? null : dit,
    consentementMode: mode,
    consentementDate: le,
    consentementPar: par === null ? null : PAR[par],
    // What prose says of the copy is kept as the line that says it.
    medecinTraitant: traitantDe({ ...form, ...(copieMedecinTraitant && { copieMedecinTraitant }) }),
    // The number itself; what stands beside it (« poste 12 ») is shown with it.
    telephone: digits(/^[+\d][\d .()/-]*/.exec(form.telephone ?? '')?.[0] ?? form.telephone),
    ins: digits(form.matriculeIns),
    numeroAm: digits(form.numeroAm),
    urgence: urgence === null ? 'non' : 'oui',
    requisNom: requis?.nom,
    requisRpps: requis?.rpps,
    requisAdresse: requis?.adresse,
  }
}

function traitantDe({ medecinTraitant, copieMedecinTraitant }: Courrier['formulaire']) {
  if (copieDite(copieMedecinTraitant ?? '') === 'non') return 'opposition'
  if (medecinTraitant === undefined) return null
  const { kind } = medecinTraitantDit(medecinTraitant)
  const names = { requerant: 'moi-meme', aucun: 'aucun', oppose: 'opposition' } as const
  return kind === 'designe' || kind === 'illisible' ? medecinTraitant : names[kind]
}

function isSame(fact: string, got: string | null, said: string): boolean {
  if (fact === 'medecinTraitant' && got !== null) return isSamePerson(got, said)
  const [one, other] = [plain(got ?? ''), plain(dayOf(said))]
  return PROSE.includes(fact) ? one.startsWith(other) : one === other
}

/** The same person named, whatever stands beside the name. */
function isSamePerson(got: string, said: string): boolean {
  const [one, other] = [medecinTraitantDit(got), medecinTraitantDit(said)]
  if (one.kind !== 'designe' || other.kind !== 'designe') return plain(got) === plain(said)
  const keys = ({ nom, rpps, adresse }: Designation) => [plain(nom ?? ''), rpps, adresse].join('|')
  return keys(one.designation) === keys(other.designation)
}

function dayOf(said: string): string {
  return said.replace(/TODAY/g, TODAY).replace(/YESTERDAY/g, '2026-11-28')
}

function digits(text: string | undefined): string | undefined {
  return text?.replace(/\D/g, '')
}

/** Blanks, quotes, the stars of bold text and case aside. */
function plain(text: string): string {
  return text
    .replace(/[*]/g, '')
    .replace(/’/g, "'")
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim()
    .toLowerCase()
}

/** All that the requis is shown of a request. */
function shown({ formulaire, libre }: Courrier): string {
  const { nomNaissance, nomUtilise, prenoms, lieuNaissance, telephone, delaiSouhaite } = formulaire
  const { question, contexte, antecedents, traitements, personneDeConfiance, procheConsulte } =
    formulaire
  const values = [nomNaissance, nomUtilise, prenoms, lieuNaissance, telephone, delaiSouhaite]
  const prose = [question, contexte, antecedents, traitements, personneDeConfiance, procheConsulte]
  return [...values, ...prose, libre].join('\n')
}

t.test('requests: every word reaches the requis', async (t) => {
  const lost: string[] = []
  for (const mail of mails<DemandeEcrite>('demandes')) {
    const written = mail.text ?? htmlToText(mail.html ?? '')
    const read = await lu(mail)
    // A line that is its value says nothing else: `whole.test.ts`.
    const arrived = new Set(
      words([...Object.values(read.formulaire), read.libre].join(' ')).split(' '),
    )
    const labels = new Set(written.split('\n').flatMap(labelWords))
    for (const word of words(written).split(' ')) {
      if (word !== '' && !arrived.has(word) && !labels.has(word)) lost.push(`${mail.id}: ${word}`)
    }
  }
  t.strictSame(lost, [])
})

/** The words of a line that are a label of the form, wherever they stand on it. */
function labelWords(line: string): readonly string[] {
  // « 1. Nom de naissance : … »: the number is the form's.
  const number = /^\s*(\d{1,2})[.)]\s+(?=\p{L})/u.exec(line)
  if (number) return [number[1] ?? '', ...labelWords(line.slice(number[0].length))]
  const list = line.split(/(?<=[\s:;,|/=>→–-])|(?=[:=→])/u)
  return list.flatMap((_, from) =>
    list.slice(from, from + 16).flatMap((_word, length) => {
      const said = list.slice(from, from + length + 1).join('')
      const isLabel = libelleDe(said.replace(/[\s:;,|/=>→–*_.-]+$/u, '').trim()) !== null
      return isLabel || /^deux points$/i.test(said.trim()) ? words(said).split(' ') : []
    }),
  )
}

t.test('answers: keyword, argument and words are read, and a doubt is asked about', async (t) => {
  const all = mails<ReponseEcrite>('reponses')
  const letters = { requis: await letterTo('requis'), requerant: await letterTo('requerant') }
  let right = 0
  const wrong: string[] = []
  for (const mail of all) {
    const faults = answered(mail, await lu(mail, letters[mail.from]))
    if (faults.length === 0) right += 1
    wrong.push(...faults.map((one) => `${mail.id}: ${one}`))
  }
  t.strictSame(wrong, [])
  t.equal(right, all.length)
})

/** The real letter that the author of an answer had from us. */
async function letterTo(role: 'requis' | 'requerant'): Promise<Lettre> {
  const { patient } = ex.dossier
  if (patient === null) throw new Error('no patient')
  const dossier: Dossier = {
    ...ex.dossier,
    etat: 'en_cours',
    patient: {
      ...patient,
      nomNaissance: 'KUNCLIN',
      prenoms: 'Lucie',
      dateNaissance: '1951-03-12' as Jour,
      sexe: 'F',
      nomUtilise: null,
    },
  }
  const lettre =
    role === 'requis'
      ? ({ kind: 'demandeAvis', rang: 1, plafondAtteint: 'non', enRenfort: 'non' } as const)
      : ({ kind: 'complementDemande', rang: 1, texte: 'Depuis quand ?', rappel: 'non' } as const)
  const written = await write(ex.envoi(lettre, role, dossier), { ...ex.parts, domain: DOMAINE })
  return { text: written.bodies.text, html: written.bodies.html }
}

/** Keywords of the other side, or of a dossier that waits for them: what they do is tested elsewhere. */
const ELSEWHERE = ['JE VALIDE', 'JE CONFIRME', 'ACCORD', 'DESACCORD', 'NON URGENT', 'URGENT']

function answered(mail: ReponseEcrite, read: Courrier): readonly string[] {
  const faults: string[] = []
  if (read.motCle !== mail.keyword) faults.push(`${read.motCle} instead of ${mail.keyword}`)
  if (mail.argument && argumentOf(read) !== dayOf(mail.argument)) {
    faults.push(`${argumentOf(read)} instead of ${mail.argument}`)
  }
  const said = plain(propos(read))
  let at = 0
  for (const line of (mail.body ?? '')
    .split('\n')
    .map((one) => plain(one.replace(/^[-•]\s*/, '')))) {
    const found = said.indexOf(line, at)
    if (found === -1) faults.push(`« ${line} » is lost`)
    else at = found
  }
  if (!plain(read.conclusion ?? '').startsWith(plain(mail.conclusion ?? ''))) {
    faults.push(`conclusion ${read.conclusion}`)
  }
  const isAsked = codesAfter(mail, read).length > 0
  if (!ELSEWHERE.includes(mail.keyword ?? '') && isAsked !== mail.ask) {
    faults.push(isAsked ? 'is asked about' : 'is not asked about')
  }
  return faults
}

function argumentOf({ motCle, argument }: Courrier): string | null {
  if (motCle === 'REORIENTATION') return specialiteDe(argument ?? '')
  if (motCle !== 'ABSENT') return argument
  const period = periodeDe(argument ?? '', TODAY)
  return period && `${period.du}/${period.au}`
}

function codesAfter({ from, keyword }: ReponseEcrite, read: Courrier): readonly string[] {
  const story = histoire({
    formulaire: {
      ...FORMULAIRE,
      nomNaissance: 'KUNCLIN',
      prenoms: 'Lucie',
      dateConsentement: '28/11/2026',
    },
    auteur: sampleRequerant({ nom: 'ORMEVAL', prenom: 'Helene' }),
    now: NOW,
    trouvailles: sampleTrouvailles({
      possibles: [samplePossible(1, { nom: 'VAULTRIN', prenom: 'Prosper' }), samplePossible(2)],
    }),
  })
  if (keyword === 'RECTIFICATIF') story.requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
  const said = from === 'requis' ? story.requis(1, read) : story.requerant(read)
  return codes(said.last.effets)
}

t.test('what answers our question completes the request, or is asked about again', async (t) => {
  const all = mails<CompletionEcrite>('completions')
  const wrong: string[] = []
  let right = 0
  for (const mail of all) {
    const { faults, silent } = await completed(mail)
    if (faults.length === 0) right += 1
    wrong.push(...silent.map((one) => `${mail.id}: ${one}`))
    for (const one of faults) t.comment(`${mail.id}: ${one}`)
  }
  t.strictSame(wrong, [], 'none is wrong without a question')
  t.ok(right / all.length >= LEAST_RIGHT, `${right} of ${all.length} are read right`)
})

/** The request without the lines that it lacks, our letter that asks for them, and this answer to it. */
async function completed(mail: CompletionEcrite) {
  const lines = { ...FORMULAIRE, dateConsentement: '28/11/2026' }
  const formulaire = Object.fromEntries(
    Object.entries(lines).filter(([label]) => !mail.lacks.includes(label)),
  )
  const names = [...nomsDuTraitant(mail.facts.medecinTraitant ?? '', null)].join(' ')
  const traitant = samplePossible(9, { nom: names || 'X', prenom: '' })
  const story = histoire({
    formulaire,
    now: NOW,
    trouvailles: sampleTrouvailles({ medecinTraitant: [traitant] }),
  })
  const asked = lettersOf(story.effets, 'demandeACompleter').at(-1)
  if (asked === undefined) throw new Error(`${mail.id}: nothing is asked`)
  const written = await write(ex.envoi(asked.lettre, 'requerant', story.dossier), {
    ...ex.parts,
    domain: DOMAINE,
  })
  const read = await lu(mail, { text: written.bodies.text, html: written.bodies.html })
  const { dossier } = story.requerant(read)
  const got = factsOf({ ...read, formulaire: dossier.formulaire }, dossier)
  const open = new Set(dossier.manques.map(({ quoi }) => quoi as string))
  const isAsked = (fact: string) => (ASKED[fact] ?? [fact]).some((name) => open.has(name))
  const faults: string[] = []
  const silent: string[] = []
  for (const [fact, said] of Object.entries(mail.facts)) {
    if (isAsked(fact) && !mail.inferred.includes(fact)) faults.push(`${fact} is asked for`)
    if (!isAsked(fact) && !isSame(fact, got[fact] ?? null, said)) {
      silent.push(`${fact}: ${got[fact]} instead of ${said}`)
    }
  }
  for (const fact of mail.ask) {
    if (![fact, 'consentement', 'consentementPar'].some(isAsked))
      silent.push(`${fact} is not asked`)
  }
  return { faults: [...faults, ...silent], silent }
}
