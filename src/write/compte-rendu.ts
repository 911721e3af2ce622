/**
 * The compte-rendu of a téléexpertise as a PDF: every item that the law wants in the patient's record.
 *
 * In    the dossier, one version of an opinion, the subject of the certificate that signed it if known
 * Out   the PDF; the same opinion gives the same bytes
 * Refuses (throws) an opinion about a patient not known.
 *
 * CSP art. R. 6316-4: 1° compte rendu, 2° actes et prescriptions, 3° identities, 4° date and hour,
 * 5° technical incidents. CSP art. R. 6316-3 (authentication, identification). SPEC §5, §10
 */
import type { CompteRendu, Dossier } from '../domain/dossier.ts'
import { versionDeLAuteur, versionRemplacee } from '../domain/versions.ts'
import { clean } from './blocs.ts'
import {
  consentementFr,
  insFr,
  isConsentement,
  ouEstLAvis,
  pourquoiComplementaire,
  traitantFr,
} from './faits.ts'
import { motifFr } from './formulaire.ts'
import {
  ageEn,
  heureFr,
  instantFr,
  jourDeInstantFr,
  jourFr,
  nombre,
  nomFr,
  professionFr,
  specialiteFr,
  tailleFr,
} from './francais.ts'
import { type Carte, openSheet, type Sheet } from './pdf.ts'

const SEXES = { M: 'Sexe masculin', F: 'Sexe féminin', I: 'Sexe indéterminé' } as const
const ASSURANCES = {
  signe:
    "niveau « signe » : réponse signée électroniquement (S/MIME) ; signature, certificat, non-révocation et identité de l'expéditeur vérifiés à la réception",
  mssante:
    "niveau « mssante » : réponse non signée, reçue d'un opérateur MSSanté authentifié et confirmée par son auteur depuis son adresse d'annuaire",
} as const

/** Draws the compte-rendu. */
export async function compteRenduPdf(
  dossier: Dossier,
  cr: CompteRendu,
  rang: number,
  signataire: string | null,
): Promise<Buffer> {
  const { patient, clinique, numero } = dossier
  if (patient === null) throw new Error(`${numero}: compte-rendu without a patient`)
  const identite = `${patient.nomNaissance.toLocaleUpperCase('fr')} ${patient.prenoms}`
  const sheet = openSheet({
    titre: `Compte-rendu de téléexpertise ${numero}`,
    auteur: nomFr(cr.auteur),
    date: new Date(cr.renduLe),
    rappel: `${identite}, ${jourFr(patient.dateNaissance)} · Téléexpertise ${numero}`,
    pied: `Compte-rendu de téléexpertise ${numero} · version ${versionFr(dossier, cr)} · CSP art. R. 6316-4`,
  })
  sheet.heading(
    'Compte-rendu de téléexpertise',
    `Dossier ${numero}${dossier.sollicitations.length > 1 ? `, avis ${rang}` : ''} · version ${versionFr(dossier, cr)} · ${instantFr(cr.renduLe)} (heure de Paris)`,
  )
  for (const mention of mentions(dossier, cr)) sheet.banner(mention)
  sheet.cards(
    {
      titre: 'Patient',
      nom: identite,
      lignes: [
        `${patient.sexe === 'F' ? 'Née' : patient.sexe === 'M' ? 'Né' : 'Né(e)'} le ${jourFr(patient.dateNaissance)} (${ageEn(patient.dateNaissance, cr.renduLe)} ans)`,
        SEXES[patient.sexe],
        ...(patient.nomUtilise === null ? [] : [`Nom utilisé : ${patient.nomUtilise}`]),
        ...(patient.lieuNaissance === null ? [] : [`Lieu de naissance : ${patient.lieuNaissance}`]),
        `INS : ${insFr(patient)}`,
      ],
    },
    {
      titre: 'Acte de téléexpertise',
      nom: instantFr(cr.renduLe),
      lignes: [
        `Demande reçue le ${jourDeInstantFr(dossier.ouvertLe)} à ${heureFr(dossier.ouvertLe)}`,
        `Médecin traitant : ${traitantFr(dossier)}`,
      ],
    },
  )
  sheet.cards(medecinRequis(cr), medecinRequerant(dossier))

  sheet.section('Question posée')
  sheet.paragraph(clinique?.question ?? 'Question non conservée.')
  if (cr.conclusion !== null && clean(cr.conclusion) !== '') sheet.box('Conclusion', cr.conclusion)
  sheet.section('Avis du médecin requis')
  const ou = ouEstLAvis(cr)
  if (ou !== null) sheet.paragraph(ou)
  if (clean(cr.texte) !== '') sheet.paragraph(cr.texte)
  else if (ou === null) sheet.paragraph("L'avis tient dans la conclusion ci-dessus.")
  examines(sheet, dossier)
  prescriptions(sheet, cr)
  conditions(sheet, dossier, cr)
  preuve(sheet, cr, signataire)
  return await sheet.end()
}

/** The number of the version as its author counts them. */
function versionFr(dossier: Dossier, cr: CompteRendu): number {
  const slot = dossier.sollicitations.find((each) => each.comptesRendus.includes(cr))
  return slot === undefined ? cr.version : versionDeLAuteur(slot, cr)
}

function mentions(dossier: Dossier, cr: CompteRendu): string[] {
  const lignes: string[] = []
  const slot = dossier.sollicitations.find((each) => each.comptesRendus.includes(cr))
  const former = slot === undefined ? null : versionRemplacee(slot, cr)
  if (former !== null) {
    const version = versionFr(dossier, cr)
    lignes.push(`Version ${version} : annule et remplace la version ${version - 1}.`)
  }
  if (cr.enRetard) lignes.push("Avis tardif : rendu après l'échéance de la demande.")
  if (cr.complementaire) {
    lignes.push(`Avis complémentaire : ${pourquoiComplementaire(dossier, cr)}.`)
  }
  return lignes
}

function medecinRequis({ auteur }: CompteRendu): Carte {
  return {
    titre: 'Médecin requis',
    nom: nomFr(auteur),
    lignes: [
      auteur.specialite === null ? professionFr('10') : specialiteFr(auteur.specialite),
      `RPPS ${auteur.rpps}`,
      auteur.adresse,
    ],
  }
}

function medecinRequerant({ requerant }: Dossier): Carte {
  return {
    titre: 'Requérant',
    nom: nomFr(requerant),
    lignes: [
      requerant.specialite === null
        ? professionFr(requerant.profession)
        : specialiteFr(requerant.specialite),
      `RPPS ${requerant.rpps}`,
      requerant.adresse,
    ].filter((ligne) => ligne !== ''),
  }
}

function examines(sheet: Sheet, { pieces }: Dossier): void {
  sheet.section('Éléments examinés')
  if (pieces.length === 0) {
    sheet.paragraph('La lettre de demande, sans document joint.')
    return
  }
  sheet.paragraph(`La lettre de demande et ${nombre(pieces.length, 'document', 'documents')} :`)
  sheet.bullets(
    pieces.map(
      ({ nom, taille, sha256 }) => `${nom} (${tailleFr(taille)}, SHA-256 ${sha256.slice(0, 16)}…)`,
    ),
  )
}

function prescriptions(sheet: Sheet, { pieces }: CompteRendu): void {
  sheet.section('Actes et prescriptions')
  sheet.paragraph('Acte effectué : avis à distance, sans autre acte sur le patient.')
  if (pieces.length === 0) {
    sheet.paragraph('Aucune prescription jointe.')
    return
  }
  sheet.paragraph('Documents joints par le médecin requis, prescriptions comprises :')
  sheet.bullets(
    pieces.map(
      ({ nom, taille, sha256 }) => `${nom} (${tailleFr(taille)}, SHA-256 ${sha256.slice(0, 16)}…)`,
    ),
  )
}

function conditions(sheet: Sheet, dossier: Dossier, cr: CompteRendu): void {
  const { requerant, medecinTraitant: mt } = dossier
  const copies = [`${nomFr(requerant)}, requérant`]
  if (mt?.kind === 'designe' && mt.adresse !== null) {
    copies.push(`${nomFr(mt.professionnel)}, médecin traitant`)
  }
  const incidents = dossier.incidents.filter(({ le }) => le <= cr.renduLe)
  sheet.section("Conditions de l'acte")
  sheet.facts([
    ['Limites', 'Avis rendu sans examen du patient, au vu des éléments transmis.'],
    [isConsentement(dossier) ? 'Consentement du patient' : 'Consentement', consentementFr(dossier)],
    [
      'Incidents techniques',
      incidents.length === 0
        ? 'Aucun incident technique signalé.'
        : incidents.map(({ le, code }) => `${instantFr(le)} : ${motifFr(code)}`).join('\n'),
    ],
    ['Destinataires', copies.join('\n')],
  ])
}

function preuve(sheet: Sheet, cr: CompteRendu, signataire: string | null): void {
  const original =
    cr.original === null
      ? ''
      : " L'original signé (avis-signe.eml) fait foi : il est remis au requérant ou, trop volumineux ou porteur d’un document refusé, gardé dans le dossier de preuve."
  sheet.section('Preuve', 96)
  sheet.facts([
    ['Auteur', `${nomFr(cr.auteur)}, RPPS ${cr.auteur.rpps}`],
    ...(signataire === null ? [] : ([['Certificat', signataire]] as const)),
    ['Assurance', ASSURANCES[cr.assurance]],
    ['SHA-256 du contenu signé', cr.empreinte],
  ])
  sheet.paragraph(
    `Ce document met en forme la réponse du médecin requis sans en changer les mots.${original}`,
    'note',
  )
}
