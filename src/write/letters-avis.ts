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
import type { Acte, PartieActe } from '../domain/acte.ts'
import { later } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { CompteRendu, Dossier } from '../domain/dossier.ts'
import { reglableJusquAu } from '../domain/reglement.ts'
import { versionRemplacee } from '../domain/versions.ts'
import type { Bloc } from './blocs.ts'
import { compteRenduPdf } from './compte-rendu.ts'
import { pourquoiComplementaire } from './faits.ts'
import { motifFr } from './formulaire.ts'
import {
  avecArticle,
  instantFr,
  jourDeInstantFr,
  jourFr,
  montantFr,
  nombre,
  nomFr,
  presentationAvec,
  specialiteFr,
} from './francais.ts'
import {
  type Brouillon,
  bonjour,
  citation,
  compteRenduDe,
  type Ecriture,
  exact,
  type Jointe,
  p,
  RIEN,
  reponses,
  sujetDossier,
} from './lettre.ts'

/** The compte-rendu, for the requerant or for the médecin traitant. */
export async function compteRendu(
  e: Ecriture,
  { rang, version }: { rang: number; version: number },
): Promise<Brouillon> {
  const { dossier, envoi, parts } = e
  const cr = compteRenduDe(dossier, rang, version)
  const requerant = envoi.a.role === 'requerant'
  const jointes: Jointe[] = [
    {
      kind: 'octets',
      nom: nomDuPdf(e, rang, version),
      type: 'application/pdf',
      octets: await (parts.draw ?? compteRenduPdf)(dossier, cr, rang, parts.signataire ?? null),
    },
    ...cr.pieces.map((piece): Jointe => ({ kind: 'piece', piece })),
  ]
  if (requerant && cr.original !== null) {
    jointes.push({ kind: 'original', original: cr.original, nom: 'avis-signe.eml' })
  }
  const quoi =
    remplacee(dossier, cr) === null ? 'compte-rendu' : 'compte-rendu rectifié, annule et remplace'
  return {
    sujet: sujetDossier(dossier, quoi),
    blocs: requerant ? pourRequerant(e, cr) : pourTraitant(e, cr),
    jointes,
    clinical: true,
    notice: false,
  }
}

/** To the requis: to whom his opinion was handed over, and what he may bill. */
export function avisTransmis(
  e: Ecriture,
  { rang, version, actes }: { rang: number; version: number; actes: readonly Acte[] },
): Brouillon {
  const { dossier } = e
  const cr = compteRenduDe(dossier, rang, version)
  const siens = actes.filter((acte) => acte.role === 'REQUIS')
  return {
    sujet: sujetDossier(dossier, 'avis transmis'),
    blocs: [
      bonjour(e),
      p(`${RIEN} : votre avis du ${instantFr(cr.renduLe)} est transmis. Merci.`),
      { kind: 'liste', elements: destinataires(e, cr) },
      ...pourFacturer(siens, cr, remplacee(dossier, cr)),
      p(
        'À conserver dans votre dossier du patient. Pour corriger votre avis, répondez RECTIFICATIF en première ligne, suivi du texte complet : il annulera et remplacera le premier.',
      ),
      reponses(e, ['RECTIFICATIF']),
    ],
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
            'Le fichier avis-signe.eml est la réponse signée du médecin requis, telle que reçue : elle fait preuve et peut être vérifiée par tout logiciel S/MIME.',
          ),
        ]
  return [
    bonjour(e),
    p(
      `Lisez l'avis ${presentationAvec('du', cr.auteur)} sur la demande ${dossier.numero}, et informez le patient de cet avis et de la suite donnée. ${annonce(cr)}`,
    ),
    ...mentions(dossier, cr),
    ...citation('Conclusion', cr.conclusion),
    ...citation(cr.conclusion === null ? 'Avis' : 'Avis complet', cr.texte),
    ...jointesAnnoncees(cr),
    ...original,
    ...pourFacturer(siens, cr, remplacee(dossier, cr)),
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
    ...jointesAnnoncees(cr),
    exact(conservation(e, cr)),
  ]
}

function annonce({ renduLe }: CompteRendu): string {
  return `Il a été rendu le ${instantFr(renduLe)} ; le compte-rendu est joint en PDF.`
}

/** The version that this one replaces, as `versionRemplacee` says; null: none. */
function remplacee(dossier: Dossier, cr: CompteRendu): number | null {
  const slot = dossier.sollicitations.find((each) => each.comptesRendus.includes(cr))
  return slot === undefined ? null : versionRemplacee(slot, cr)
}

/** What the reader must not miss. */
function mentions(dossier: Dossier, cr: CompteRendu): Bloc[] {
  const former = remplacee(dossier, cr)
  const blocs: Bloc[] = []
  if (former !== null) {
    blocs.push({
      kind: 'texte',
      fort: true,
      texte: `Cette version ${cr.version} annule et remplace la précédente.`,
    })
  }
  if (cr.enRetard) blocs.push(p("Avis rendu après l'échéance de la demande."))
  if (cr.complementaire) {
    blocs.push(p(`Avis complémentaire : ${pourquoiComplementaire(dossier, cr)}.`))
  }
  return blocs
}

function jointesAnnoncees(cr: CompteRendu): Bloc[] {
  if (cr.pieces.length === 0) return []
  return [
    p(
      `Le médecin requis y joint ${nombre(cr.pieces.length, 'document', 'documents')} : ${cr.pieces.map(({ nom }) => nom).join(', ')}.`,
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

/** « Pour facturer »: each act, or why there is none. */
function pourFacturer(actes: readonly Acte[], cr: CompteRendu, former: number | null): Bloc[] {
  const titre: Bloc = { kind: 'titre', texte: 'Pour facturer' }
  if (former !== null) {
    return [
      titre,
      p("Même acte que la version précédente : il n'est pas à facturer une seconde fois."),
    ]
  }
  if (cr.complementaire) return [titre, p('Avis complémentaire, sans acte : rien à facturer.')]
  if (actes.length === 0)
    return [titre, p("Aucun acte n'est à facturer de votre côté pour cet avis.")]
  return [titre, ...actes.flatMap(acteFr)]
}

function acteFr(acte: Acte): Bloc[] {
  const motif = acte.motif === null ? '' : motifFr(acte.motif)
  if (acte.etat === 'non_facturable') return [p(`${acte.code} non facturable. ${motif}`)]
  const blocs: Bloc[] = [
    {
      kind: 'faits',
      lignes: [
        ['Code', acte.code],
        ['Montant', montantFr(acte.montantCentimes)],
        ["Date de l'acte", jourFr(acte.dateActe)],
        ['Prescripteur', partieFr(acte.prescripteur)],
        ['Date de la demande', jourFr(acte.dateDemande)],
        ['Prise en charge', '100 % AMO, tiers payant, sans dépassement'],
        ['Feuille de soins', 'feuille distincte, ne portant que cet acte (SESAM sans Vitale)'],
        [
          'Plafond',
          `acte n° ${acte.rangAnnuel} sur ${acte.plafond} cette année pour ce patient, à notre connaissance, sur cette messagerie`,
        ],
      ],
    },
  ]
  if (acte.etat === 'a_verifier') blocs.push(p(`À vérifier avant de facturer. ${motif}`))
  if (acte.motif === 'numero-executant-manquant') {
    const limite = jourFr(reglableJusquAu(acte))
    blocs.push(
      p(
        `Répondez à ce message par une ligne « N° AM : … », ou « N° FINESS : … » si vous êtes salarié : l'acte sera complété. Une réponse compte jusqu'au ${limite}.`,
      ),
    )
  }
  return blocs
}

/** The other party as the « prescripteur » zone names him: AM number, or FINESS when salaried. */
function partieFr(partie: PartieActe): string {
  const numero =
    partie.numeroAm !== null
      ? `n° AM ${partie.numeroAm}`
      : partie.finess !== null
        ? `FINESS ${partie.finess}`
        : 'numéro non communiqué'
  const specialite =
    partie.specialite === null
      ? 'spécialité non communiquée'
      : `spécialité ${partie.specialite} ${specialiteFr(partie.specialite)}`
  return `${nomFr(partie)}, ${numero}, ${specialite}`
}

function nomDuPdf({ dossier }: Ecriture, rang: number, version: number): string {
  const avis = dossier.sollicitations.length > 1 ? `-avis-${rang}` : ''
  return `compte-rendu-${dossier.numero}${avis}${version > 1 ? `-v${version}` : ''}.pdf`
}
