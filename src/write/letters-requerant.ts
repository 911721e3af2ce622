/**
 * The letters to the requerant: what became of his request, what is missing, what the requis says.
 *
 * In    an Ecriture (envoi, dossier, parts) and the letter's own facts
 * Out   a Brouillon each; French for a busy physician: what happened first, what to do second
 * Refuses nothing.
 *
 * SPEC §5, §6, §7, §10
 */
import type { MotCle } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { EtatDossier, Manque } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { reglesDe } from '../domain/pool.ts'
import type { Bloc } from './blocs.ts'
import { compris } from './compris.ts'
import { gardesFr } from './documents-fr.ts'
import { extensionFr } from './fichiers-fr.ts'
import { type Citable, cite, lignesManquantes, manqueFr, SANS_CITER } from './formulaire.ts'
import {
  auMilieu,
  citeFr,
  dureeFr,
  enumeration,
  instantFr,
  jourDeInstantFr,
  nombre,
  presentationAvec,
} from './francais.ts'
import { personne } from './letters-attente.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  cibleFr,
  type Ecriture,
  notice,
  p,
  RAPPEL_SAMU,
  RIEN,
  reponses,
  sujetDossier,
  viseeFr,
} from './lettre.ts'
import { mailto } from './liens.ts'
import { LU_EN_PROSE, lusEnProse, repondezFr } from './lu-en-prose.ts'
import { envoiEnCours } from './remises.ts'
import { auPlusTard, dernierTerme, termeCompletude } from './termes.ts'
import { correctionOuNouvelle, isPeutEtreCorrection, voisinesFr } from './voisines.ts'

/**
 * Number, requis or pool, médecin traitant found, usual delay; what was understood; what billing still lacks.
 * SPEC §4, §10
 */
export function accuseReception(e: Ecriture): Brouillon {
  const { dossier } = e
  const slots = dossier.sollicitations
  const vacants = slots.filter((slot) => isOuverte(slot) && actifs(slot).length === 0)
  // Whom it was sent to will be away before the usual delay, and nobody is there in his place.
  const partants = slots.filter(
    (slot) =>
      isOuverte(slot) &&
      slot.etat === 'en_attente' &&
      actifs(slot).length > 0 &&
      actifs(slot).every(({ absence }) => absence?.offerte === true),
  )
  const cibles = slots.length > 0 ? slots.map(cibleFr) : dossier.cibles.map(viseeFr)
  const cours = envoiEnCours(slots)
  const suite = cours === null ? 'est transmise' : `est enregistrée, ${cours}`
  const transmise = isPeutEtreCorrection(dossier)
    ? correctionOuNouvelle(dossier, suite)
    : `${RIEN} : votre demande ${dossier.numero} ${suite}.`
  const dit = e.parts.discret ? [] : compris(dossier)
  const lettre = notice(sujetDossier(dossier, 'accusé de réception'), [
    bonjour(e),
    ...(vacants.length > 0
      ? personne(e, vacants)
      : partants.length > 0
        ? personne(e, partants)
        : [p(transmise)]),
    ...voisinesFr(dossier),
    {
      kind: 'faits',
      lignes: [
        ['Numéro', `${dossier.numero}, à rappeler dans tout échange`],
        ['Adressée à', cibles.join(' ; ')],
        ['Délai usuel', delaiUsuel(e)],
        ...avisAttendu(e),
        ['Documents reçus', nombre(dossier.pieces.length, 'document', 'documents')],
        ...gardesFr(dossier),
      ],
    },
    p(`Le compte-rendu vous parviendra dans ce fil de messages. ${medecinTraitantFr(e)}`),
    ...dit,
    RAPPEL_SAMU,
    reponses(e, ['COMPLEMENT', 'ETAT', 'ANNULATION', 'RETRAIT CONSENTEMENT']),
    ...facturationManquante(e),
  ])
  const isQuoted = cite(
    dossier.manques.filter((one) => !one.bloquant),
    citableDe(e),
  )
  return dit.length === 0 && !isQuoted ? lettre : { ...lettre, clinical: true, discret: 'possible' }
}

/** What is missing, all at once, and the lines to send back. */
export function demandeACompleter(
  e: Ecriture,
  { manques, rappel, dit = '', deja }: Extract<Lettre, { kind: 'demandeACompleter' }>,
): Brouillon {
  const { dossier } = e
  const bloquants = manques.filter((each) => each.bloquant)
  const autres = manques.filter((each) => !each.bloquant)
  // What he answered last is quoted, not what it was to replace.
  const citable = dit === '' ? citableDe(e) : { ...citableDe(e), lignes: {} }
  const enProse = lusEnProse(bloquants, citable)
  const lus = enProse.length
  const lignes = lignesManquantes(manques.filter((one) => !enProse.includes(one)))
  const reponse = e.parts.discret ? '' : citeFr(dit)
  const enMots = (manque: Manque): string => manqueFr(manque, citable)
  const joint = formulaireJoint(dossier, bloquants, citable)
  const quoi = rappel === 'oui' ? 'rappel, demande à compléter' : 'demande à compléter'
  const blocs: Bloc[] = [
    bonjour(e),
    p(
      bloquants.length === 0
        ? `Complétez si vous le pouvez votre demande ${dossier.numero} : elle n'attend pas.`
        : `${auPlusTard(termeCompletude(e))}, ${repondezFr(lignes.length, lus)} : votre demande ${dossier.numero} n'est pas encore transmise, il manque ${nombre(bloquants.length - lus, 'élément', 'éléments')}. Rien n'est parti.`,
    ),
    ...(deja === undefined ? [] : [p(dejaFr(e))]),
    ...voisinesFr(dossier),
    ...(dit === ''
      ? []
      : [
          p(
            `Votre réponse${reponse === '' ? '' : ` « ${reponse} »`} est gardée, mais elle n'a pas été comprise comme l'une de ces lignes : écrivez chaque valeur après son libellé.`,
          ),
        ]),
    { kind: 'liste', elements: bloquants.map(enMots) },
    ...(lus === 0 ? [] : [p(LU_EN_PROSE)]),
    ...joint,
  ]
  if (autres.length > 0) {
    blocs.push(p('À joindre si vous le pouvez ; ceci ne retient pas la demande.'))
    blocs.push({ kind: 'liste', elements: autres.map(enMots) })
  }
  if (bloquants.length > 0) {
    blocs.push(p('Sans réponse, la demande sera annulée et vous en serez averti.'))
  }
  blocs.push(RAPPEL_SAMU)
  blocs.push(
    ...aRemplir(e, 'Voici les lignes à compléter.', lignes, lus > 0 ? ['JE CONFIRME'] : []),
  )
  const lettre = notice(sujetDossier(dossier, quoi), blocs)
  const isNamed = joint.length > 0 && citable.fichiers
  return isNamed || reponse !== '' || cite(manques, citable)
    ? { ...lettre, clinical: true, discret: 'possible' }
    : lettre
}

/** What the letter may quote of the request. */
function citableDe({ parts, dossier }: Ecriture): Citable {
  return parts.discret ? SANS_CITER : { lignes: dossier.formulaire, fichiers: true }
}

const IDENTITE: ReadonlySet<string> = new Set(['nomNaissance', 'prenoms', 'dateNaissance', 'sexe'])
/** A document in which somebody may have filled in a form. */
const TEXTE = /\.(?:pdf|docx?|odt|rtf|pages|txt)$/i

/** The patient stands nowhere in the mail: perhaps in a document, where no line of the form is looked for. SPEC §4 */
function formulaireJoint(
  { pieces }: Ecriture['dossier'],
  manques: readonly Manque[],
  { fichiers }: Citable,
): Bloc[] {
  const absents = manques.filter((one) => IDENTITE.has(one.quoi) && one.pourquoi === 'manquant')
  const textes = pieces.filter(({ nom }) => TEXTE.test(nom))
  if (absents.length < IDENTITE.size || textes.length === 0) return []
  const noms = textes.map(({ nom }) =>
    fichiers ? `« ${citeFr(nom)} »` : extensionFr(nom).replace('fichier ', ''),
  )
  const quoi = enumeration([...new Set(noms)])
  const phrase =
    textes.length === 1
      ? `Votre document ${quoi} est gardé, mais n'est pas lu comme un formulaire : s'il contient ces lignes, recopiez-les dans le message.`
      : `Vos documents ${quoi} sont gardés, mais ne sont pas lus comme un formulaire : s'ils contiennent ces lignes, recopiez-les dans le message.`
  return [p(phrase)]
}

/** The refusal of the patient is recorded. */
export function consentementRefuse(e: Ecriture): Brouillon {
  const { dossier } = e
  return notice(sujetDossier(dossier, 'refus du patient enregistré'), [
    bonjour(e),
    p(
      `Inscrivez ce refus dans le dossier du patient : il est enregistré ici sous le numéro ${dossier.numero}, rien n'a été transmis et rien ne le sera.`,
    ),
    ...destruction(e),
  ])
}

function dejaFr({ dossier }: Ecriture): string {
  return `Votre demande nous était déjà parvenue le ${instantFr(dossier.ouvertLe)} : aucune seconde demande n'a été créée.`
}

/** The same signed content came again: it is the dossier it was, also where that has ended. */
export function dejaRecue(e: Ecriture): Brouillon {
  const { dossier } = e
  const isFinie = FINIS.has(dossier.etat)
  const suite = isFinie ? ' Pour demander à nouveau, envoyez une demande signée à nouveau.' : ''
  const fin = dossier.etat === 'annule' ? ', et elle a été annulée' : ''
  return notice(sujetDossier(dossier, 'demande déjà reçue'), [
    bonjour(e),
    p(
      `${RIEN} : cette demande nous est déjà parvenue le ${instantFr(dossier.ouvertLe)}, sous le numéro ${dossier.numero}${fin}. Aucune seconde demande n'a été créée.${suite}`,
    ),
    reponses(e, isFinie ? ['ETAT'] : ['ETAT', 'COMPLEMENT']),
  ])
}

const FINIS: ReadonlySet<EtatDossier> = new Set(['annule', 'sans_reponse', 'clos'])

function avisAttendu(e: Ecriture): [string, string][] {
  const held = e.dossier.sollicitations.filter((slot) => actifs(slot).length > 0)
  const terme = dernierTerme(e, held)
  return terme === null ? [] : [['Avis attendu', auMilieu(auPlusTard(terme))]]
}

/** « 24 h à 48 h, jours ouvrés ». */
function delaiUsuel({ dossier, parts: { regles } }: Ecriture): string {
  const jours = regles.calendrier === 'ouvre' ? ', jours ouvrés' : ''
  const slots = dossier.sollicitations.length > 0 ? dossier.sollicitations : [{}]
  const each = slots.map((slot) => {
    const { rappelMs, limiteMs } = reglesDe(slot, regles)
    // A limit of its own may come before the reminder of all.
    return rappelMs < limiteMs ? `${dureeFr(rappelMs)} à ${dureeFr(limiteMs)}` : dureeFr(limiteMs)
  })
  return `${[...new Set(each)].join(', ')}${jours}`
}

/** Who is the médecin traitant, as a sentence: a label here would be read back from a quoted reply. */
function medecinTraitantFr({ dossier: { medecinTraitant: mt } }: Ecriture): string {
  switch (mt?.kind) {
    case 'requerant':
      return "Vous êtes le médecin traitant : il ne sera adressé qu'à vous."
    case 'designe': {
      const qui = presentationAvec('le', mt.professionnel)
      if (mt.adresse === null) {
        return `Le médecin traitant trouvé dans l'annuaire, ${qui}, est sans adresse de messagerie sécurisée : le PDF sera à lui remettre par vos soins.`
      }
      return `Il sera aussi adressé au médecin traitant trouvé dans l'annuaire, ${qui}, à l'adresse ${mt.adresse}. S'il s'agit d'un homonyme, annulez cette demande et envoyez-en une autre.`
    }
    case 'oppose':
      return "Il ne sera pas adressé au médecin traitant : l'opposition est enregistrée."
    default:
      return "Aucun médecin traitant n'est déclaré : il ne sera adressé qu'à vous."
  }
}

/** What billing lacks: asked for, never held against the request. SPEC §4 */
function facturationManquante(e: Ecriture): Bloc[] {
  const manques = e.dossier.manques.filter((each) => !each.bloquant)
  const lignes = lignesManquantes(manques)
  const quoi =
    "Votre demande n'attend pas. Il nous manque seulement, pour vous joindre ou pour facturer votre acte (RQD), ces lignes à compléter en réponse."
  const faux = manques.filter(({ pourquoi }) => pourquoi !== 'manquant')
  const why = faux.map((one) => ` ${manqueFr(one, citableDe(e))}.`).join('')
  return aRemplir(e, `${quoi}${why}`, lignes)
}

/** Lines to fill in, at the end of the letter: whatever came after would be read back as the last value. */
function aRemplir(
  { dossier, envoi }: Ecriture,
  quoi: string,
  lignes: readonly string[],
  mots: readonly MotCle[] = [],
): Bloc[] {
  if (lignes.length === 0) return []
  const sujet = `Re: Téléexpertise ${dossier.numero}`
  const href = mailto(envoi.replyTo, sujet, [...mots, ...lignes, ''])
  return [
    p(quoi),
    {
      kind: 'liens',
      liens: [{ motCle: 'Répondre', libelle: 'les lignes sont déjà dans le message', href }],
    },
    { kind: 'formulaire', lignes },
  ]
}

/** When the content is destroyed, if it is known. */
export function destruction({ dossier }: Ecriture): Bloc[] {
  return dossier.destructionLe === null
    ? []
    : [p(`Le contenu reçu sera détruit ici le ${jourDeInstantFr(dossier.destructionLe)}.`)]
}
