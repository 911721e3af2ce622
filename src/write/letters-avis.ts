/**
 * The letters that carry an opinion: the compte-rendu to those entitled to it, and « Avis transmis » to
 * its author; each with its « Pour facturer ».
 *
 * In    an Ecriture, the slot and the version; the acts, planned or created
 * Out   a Brouillon; the PDF, the requis's documents and, for the requerant, the signed original
 * Refuses nothing: who receives what was decided before.
 *
 * CSP art. R. 6316-4; NGAP art. 14.9; SPEC §6.7, §10, §11
 */
import type { Acte } from '../domain/acte.ts'
import { later } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { CompteRendu, Dossier } from '../domain/dossier.ts'
import { versionRemiseAvant, versionRemplacee } from '../domain/versions.ts'
import { avisRendu, nonLus } from './avis-rendu.ts'
import type { Bloc } from './blocs.ts'
import { compteRenduPdf } from './compte-rendu.ts'
import { pourquoiComplementaire } from './faits.ts'
import {
  avecArticle,
  instantFr,
  jourDeInstantFr,
  nombre,
  nomFr,
  presentation,
  presentationAvec,
} from './francais.ts'
import {
  type Brouillon,
  bonjour,
  compteRenduDe,
  type Ecriture,
  exact,
  type Jointe,
  p,
  RIEN,
  reponses,
  sujetDossier,
} from './lettre.ts'
import { nomsJoints } from './mime.ts'
import { attendSaReponse, pourFacturer } from './pour-facturer.ts'

/** The signed entity of the opinion, as it was received. */
const AVIS_SIGNE = 'avis-signe.eml'

/** The compte-rendu, for the requerant or for the médecin traitant. */
export async function compteRendu(
  e: Ecriture,
  { rang, version }: { rang: number; version: number },
): Promise<Brouillon> {
  const { dossier, envoi } = e
  const cr = compteRenduDe(dossier, rang, version)
  const requerant = envoi.a.role === 'requerant'
  const jointes: Jointe[] = [
    await lePdf(e, cr, { rang, version }),
    ...cr.pieces.map((piece): Jointe => ({ kind: 'piece', piece })),
  ]
  const isJoint = cr.original?.retenu !== true && e.parts.sansOriginal !== true
  if (requerant && cr.original !== null && isJoint) {
    jointes.push({ kind: 'original', original: cr.original, nom: AVIS_SIGNE }, ...signesAvant(cr))
  }
  const quoi =
    deSonCreneau(dossier, cr, versionRemplacee) === null
      ? 'compte-rendu'
      : 'compte-rendu rectifié, annule et remplace'
  return {
    sujet: sujetDossier(dossier, quoi),
    blocs: requerant ? pourRequerant(e, cr) : pourTraitant(e, cr),
    jointes,
    clinical: true,
    notice: false,
  }
}

/** The mails that make the opinion with the last one: each is proof of its own words. */
function signesAvant({ avant = [] }: CompteRendu): readonly Jointe[] {
  return avant.flatMap(({ original }, at) =>
    original === null || original.retenu === true
      ? []
      : [{ kind: 'original' as const, original, nom: `avis-signe-${at + 1}.eml` }],
  )
}

/** The compte-rendu as drawn: the same bytes to all who get it. SPEC §6.7 */
async function lePdf(
  e: Ecriture,
  cr: CompteRendu,
  { rang, version }: { rang: number; version: number },
): Promise<Jointe> {
  const { dossier, parts } = e
  const octets = await (parts.draw ?? compteRenduPdf)(dossier, cr, rang, parts.signataire ?? null)
  return { kind: 'octets', nom: nomDuPdf(e, rang, version), type: 'application/pdf', octets }
}

/** To the requis: to whom his opinion was handed over, what he may bill, and the PDF for his own record. */
export async function avisTransmis(
  e: Ecriture,
  { rang, version, actes }: { rang: number; version: number; actes: readonly Acte[] },
): Promise<Brouillon> {
  const { dossier } = e
  const cr = compteRenduDe(dossier, rang, version)
  const siens = actes.filter((acte) => acte.role === 'REQUIS')
  const former = deSonCreneau(dossier, cr, versionRemiseAvant)
  const attendu =
    former === null && !cr.complementaire && attendSaReponse(siens)
      ? 'Donnez votre numéro de facturation, comme il est dit sous « Pour facturer », pour que votre acte soit payé'
      : RIEN
  return {
    sujet: sujetDossier(dossier, 'avis transmis'),
    blocs: [
      bonjour(e),
      p(
        `${attendu} : votre avis du ${instantFr(cr.renduLe)} est transmis, le compte-rendu est joint en PDF pour votre dossier. Merci.`,
      ),
      { kind: 'liste', elements: destinataires(e, cr) },
      ...pourFacturer(siens, cr, former),
      ...avisRendu(cr),
      ...nonLus(dossier, cr),
      exact(conservation(e, cr)),
      p(
        'Pour corriger votre avis, répondez RECTIFICATIF en première ligne, suivi du texte complet : il annulera et remplacera le premier.',
      ),
      reponses(e, ['RECTIFICATIF']),
    ],
    jointes: [await lePdf(e, cr, { rang, version })],
    clinical: true,
    notice: true,
  }
}

function pourRequerant(e: Ecriture, cr: CompteRendu): Bloc[] {
  const { dossier, parts } = e
  const siens = parts.actesPrevus.filter((acte) => acte.role === 'REQUERANT')
  const original =
    cr.original === null
      ? []
      : [
          p(
            cr.original.retenu === true
              ? `La réponse signée du médecin requis (avis-signe.eml) n'est pas jointe : elle contient un document qui ne peut pas être transmis. Elle fait preuve, et reste gardée dans le dossier de preuve ${dossier.numero}.`
              : parts.sansOriginal === true
                ? `La réponse signée du médecin requis (avis-signe.eml) n'est pas jointe : avec elle, cet envoi dépasserait ce que votre messagerie accepte. Elle fait preuve, et reste gardée dans le dossier de preuve ${dossier.numero}.`
                : 'Le fichier avis-signe.eml est la réponse signée du médecin requis, telle que reçue : elle fait preuve et peut être vérifiée par tout logiciel S/MIME.',
          ),
        ]
  return [
    bonjour(e),
    p(
      `Lisez l'avis ${presentationAvec('du', cr.auteur)} sur la demande ${dossier.numero}, et informez le patient de cet avis et de la suite donnée. ${annonce(cr)}`,
    ),
    ...mentions(dossier, cr),
    ...avisRendu(cr),
    ...jointesAnnoncees(e, cr),
    ...nonLus(dossier, cr),
    ...original,
    ...sansAdresse(dossier, cr),
    ...pourFacturer(siens, cr, deSonCreneau(dossier, cr, versionRemiseAvant)),
    exact(conservation(e, cr)),
    ...(dossier.etat === 'clos' ? [] : [reponses(e, ['ETAT'])]),
  ]
}

function pourTraitant(e: Ecriture, cr: CompteRendu): Bloc[] {
  const { dossier } = e
  return [
    bonjour(e),
    p(
      `${RIEN} : en votre qualité de médecin traitant, vous recevez l'avis ${presentationAvec('du', cr.auteur)} sur la demande ${dossier.numero} ${avecArticle('du', nomFr(dossier.requerant))}. ${annonce(cr)}`,
    ),
    ...mentions(dossier, cr),
    ...avisRendu(cr),
    ...jointesAnnoncees(e, cr),
    ...nonLus(dossier, cr),
    exact(conservation(e, cr)),
  ]
}

/** A médecin traitant whom no letter reaches gets the PDF from the requerant's hand. */
function sansAdresse({ medecinTraitant: mt, requerant }: Dossier, { auteur }: CompteRendu): Bloc[] {
  if (mt?.kind !== 'designe' || mt.adresse !== null) return []
  const { rpps } = mt.professionnel
  // Either party has it already.
  if (rpps === requerant.rpps || rpps === auteur.rpps) return []
  return [
    p(
      `Remettez le PDF joint, prêt à imprimer, au médecin traitant, ${presentation(mt.professionnel)} : il n'a pas d'adresse de messagerie sécurisée, et n'a donc rien reçu. L'administrateur en est averti.`,
    ),
  ]
}

function annonce({ renduLe }: CompteRendu): string {
  return `Il a été rendu le ${instantFr(renduLe)} ; le compte-rendu est joint en PDF.`
}

/** What the slot of an opinion says of its versions; null where it stands in none. */
function deSonCreneau(
  { sollicitations }: Dossier,
  cr: CompteRendu,
  version: typeof versionRemplacee,
): number | null {
  const slot = sollicitations.find((each) => each.comptesRendus.includes(cr))
  return slot === undefined ? null : version(slot, cr)
}

/** What the reader must not miss. */
function mentions(dossier: Dossier, cr: CompteRendu): Bloc[] {
  const former = deSonCreneau(dossier, cr, versionRemplacee)
  const blocs: Bloc[] = []
  if (former !== null) {
    blocs.push({
      kind: 'texte',
      fort: true,
      texte: `Cette version ${former + 1} annule et remplace la précédente.`,
    })
  }
  if (cr.enRetard) blocs.push(p("Avis rendu après l'échéance de la demande."))
  if (cr.complementaire) {
    blocs.push(p(`Avis complémentaire : ${pourquoiComplementaire(dossier, cr)}.`))
  }
  return blocs
}

function jointesAnnoncees(e: Ecriture, cr: CompteRendu): Bloc[] {
  if (cr.pieces.length === 0) return []
  const slot = e.dossier.sollicitations.find(({ comptesRendus }) => comptesRendus.includes(cr))
  const notres = [nomDuPdf(e, slot?.rang ?? 1, cr.version), AVIS_SIGNE]
  const noms = nomsJoints(
    cr.pieces.map(({ nom }) => nom),
    notres,
  )
  return [
    p(
      `Le médecin requis y joint ${nombre(cr.pieces.length, 'document', 'documents')} : ${noms.join(', ')}.`,
    ),
  ]
}

/** « À conserver… »; without a known date, the earliest one. SPEC §10, §13.5 */
function conservation({ dossier, parts }: Ecriture, cr: CompteRendu): string {
  const connue = dossier.destructionLe
  const le = connue ?? later(dossier.finiLe ?? cr.renduLe, parts.regles.retentionContenuMs)
  return `À conserver dans le dossier du patient ; copie détruite ici le ${jourDeInstantFr(le)}${connue === null ? ' au plus tôt' : ''}.`
}

/** Who holds the compte-rendu, since when. */
function destinataires({ dossier, parts }: Ecriture, cr: CompteRendu): string[] {
  const noted = (role: string, isRemis: boolean): Instant | null =>
    dossier.remises?.find(
      (each) =>
        each.lettre === 'compteRendu' &&
        each.role === role &&
        each.version === cr.version &&
        (each.issue === 'remis') === isRemis,
    )?.le ?? null
  const remis = (role: string): Instant | null =>
    parts.remises?.find((each) => each.role === role)?.le ?? noted(role, true)
  const le = (instant: Instant | null): string =>
    instant === null ? 'envoi en cours' : `remis le ${instantFr(instant)}`
  // His copy may have failed before this letter was written.
  const echu = (instant: Instant | null): string =>
    instant === null && noted('medecinTraitant', false) !== null
      ? 'non remis, l’administrateur est prévenu'
      : le(instant)
  const { requerant, medecinTraitant: mt } = dossier
  const lignes = [
    `${nomFr(requerant)}, requérant (${requerant.adresse}), ${le(remis('requerant') ?? cr.remisLe)}`,
  ]
  if (mt?.kind === 'designe' && mt.adresse !== null) {
    lignes.push(
      `${nomFr(mt.professionnel)}, médecin traitant (${mt.adresse}), ${echu(remis('medecinTraitant'))}`,
    )
  }
  return lignes
}

function nomDuPdf({ dossier }: Ecriture, rang: number, version: number): string {
  const avis = dossier.sollicitations.length > 1 ? `-avis-${rang}` : ''
  return `compte-rendu-${dossier.numero}${avis}${version > 1 ? `-v${version}` : ''}.pdf`
}
