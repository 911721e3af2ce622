/**
 * The page for physicians: the certificate, how each client signs, the form, the answers.
 *
 * In    the gateway's domain
 * Out   the guide as sections; as a PDF whose bytes are the same for the same domain
 * Refuses nothing.
 *
 * docs/medecins.md is made from the sections (`npm run docs`); `modele@` answers with the PDF. SPEC §3, §4, §5
 */
import type { Libelle, MotCle } from '../domain/courrier.ts'
import { AIDES, LIBELLES } from './formulaire.ts'
import { openSheet } from './pdf.ts'

/** What to do, and what one then sees. */
export interface Etape {
  readonly faire: string
  readonly voir: string
}

/** A part of the guide; each begins a page where `page` says so. */
export interface Chapitre {
  readonly titre: string
  readonly page?: true
  readonly texte?: readonly string[]
  readonly etapes?: readonly Etape[]
  readonly faits?: readonly (readonly [nom: string, valeur: string])[]
  readonly apres?: readonly string[]
}

const TITRE = 'Demander et rendre un avis par messagerie'
const SOUS_TITRE = 'Guide du médecin'

const OUTLOOK: readonly Etape[] = [
  {
    faire:
      'Ouvrez Fichier, Options, Centre de gestion de la confidentialité, Paramètres du Centre, puis Sécurité du courrier électronique.',
    voir: 'une page dont un cadre s’appelle Identifications numériques (certificats).',
  },
  {
    faire:
      'Choisissez Importer/Exporter, désignez le fichier de votre certificat (.p12 ou .pfx) et tapez son mot de passe. Avec une carte CPS, insérez-la et passez cette étape.',
    voir: 'Outlook accepte le fichier sans message d’erreur.',
  },
  {
    faire: 'Sur la même page, choisissez Paramètres, puis votre certificat de signature.',
    voir: 'votre nom et la date de fin du certificat.',
  },
  {
    faire: 'Cochez « Ajouter une signature numérique aux messages sortants », puis OK.',
    voir: 'dans un nouveau message, onglet Options, le bouton Signer est enfoncé.',
  },
  {
    faire: 'Envoyez-vous un message.',
    voir: 'à la réception, un ruban rouge : le message est signé.',
  },
]

const THUNDERBIRD: readonly Etape[] = [
  {
    faire:
      'Ouvrez Paramètres des comptes, votre compte, Chiffrement de bout en bout, puis Gérer les certificats S/MIME.',
    voir: 'la fenêtre Gestionnaire de certificats.',
  },
  {
    faire:
      'Onglet Vos certificats, choisissez Importer, désignez le fichier .p12 et tapez son mot de passe.',
    voir: 'votre nom apparaît dans la liste.',
  },
  {
    faire:
      'Fermez cette fenêtre. Dans la partie S/MIME, « Certificat personnel pour la signature numérique », choisissez Sélectionner.',
    voir: 'le nom de votre certificat dans la case.',
  },
  {
    faire: 'Plus bas, cochez « Signer les messages non chiffrés ».',
    voir: 'dans un nouveau message, menu Sécurité, la ligne Signer numériquement est cochée.',
  },
  {
    faire: 'Envoyez-vous un message.',
    voir: 'à la réception, la mention S/MIME : un clic dit « Le message est signé ».',
  },
]

const APPLE_MAIL: readonly Etape[] = [
  {
    faire: 'Dans le Finder, ouvrez deux fois de suite le fichier .p12 et tapez son mot de passe.',
    voir: 'le Trousseau d’accès s’ouvre ; votre nom est dans Mes certificats.',
  },
  { faire: 'Quittez Mail, puis ouvrez-le de nouveau.', voir: 'rien ne change encore.' },
  {
    faire: 'Écrivez un nouveau message depuis l’adresse de votre certificat.',
    voir: 'à droite de l’objet, une coche dans un cercle dentelé.',
  },
  {
    faire: 'Cliquez cette coche si elle est grise. Mail retient ce choix.',
    voir: 'la coche est bleue : ce message partira signé.',
  },
  {
    faire: 'Envoyez-vous un message.',
    voir: 'à la réception, sous l’objet, « Sécurité : signé » et votre nom.',
  },
]

const IPHONE: readonly Etape[] = [
  {
    faire: 'Ouvrez le fichier .p12 depuis l’app Fichiers ou un message à vous-même.',
    voir: '« Profil téléchargé ».',
  },
  {
    faire:
      'Dans Réglages, touchez Profil téléchargé (ou Général, VPN et gestion de l’appareil), Installer, et tapez le code de l’iPhone puis le mot de passe du fichier.',
    voir: '« Profil installé ».',
  },
  {
    faire:
      'Dans Réglages, Apps, Mail, Comptes, touchez votre compte, puis encore votre adresse, puis Avancé.',
    voir: 'tout en bas, la partie S/MIME.',
  },
  {
    faire: 'Touchez Signer, activez-le, choisissez votre certificat ; revenez et touchez OK.',
    voir: 'Signer : Oui.',
  },
  {
    faire: 'Envoyez-vous un message.',
    voir: 'à la réception, une coche à côté de votre nom ; la toucher dit « Signé ».',
  },
]

/** Lines of the request, in the order in which they are written. */
const LIGNES: readonly Libelle[] = [
  'specialiteDemandee',
  'medecinRequis',
  'nomNaissance',
  'prenoms',
  'dateNaissance',
  'sexe',
  'consentement',
  'dateConsentement',
  'modeConsentement',
  'consentementDonnePar',
  'medecinTraitant',
  'copieMedecinTraitant',
  'telephone',
  'numeroAm',
  'question',
  'contexte',
  'antecedents',
  'traitements',
]

const PRECISIONS: { readonly [L in Libelle]?: string } = {
  medecinRequis: 'à la place de la spécialité : nom et adresse de messagerie, ou numéro RPPS',
  nomNaissance: 'celui de l’état civil ; le nom d’usage va sur une ligne « Nom utilisé »',
  prenoms: 'tels qu’à l’état civil',
  consentementDonnePar: 'à écrire pour un mineur ou un majeur protégé : représentant légal',
  copieMedecinTraitant: 'non, si le patient s’y oppose',
  telephone: 'le vôtre, pour une urgence',
  question: 'ce que vous demandez au confrère',
  contexte: 'histoire et examen, en texte libre',
  antecedents: 'allergies comprises, en texte libre',
  traitements: 'en texte libre',
}

type Mot = readonly [mot: MotCle | `${MotCle} ${string}`, effet: string]

const MOTS_REQUIS: readonly Mot[] = [
  [
    'AVIS',
    'rendre votre avis, dessous ou en pièce jointe : il devient le compte-rendu, tel que vous l’écrivez. Une ligne « Conclusion : » la met en évidence',
  ],
  [
    'RECTIFICATIF',
    'corriger l’avis rendu : écrivez-le en entier, il annule et remplace le premier',
  ],
  ['ACCEPTE', 'dire que vous l’avez, l’avis suivra'],
  ['COMPLEMENT', 'poser une question au requérant ; le délai s’arrête jusqu’à sa réponse'],
  ['REFUS', 'décliner, en disant pourquoi'],
  [
    'REORIENTATION cardiologie',
    'proposer une autre spécialité ; elle part quand le requérant a donné son accord',
  ],
  ['URGENT', 'signaler une urgence : le requérant est averti aussitôt, avec les deux téléphones'],
  ['ABSENT 12/03/2026 20/03/2026', 'ne rien recevoir de ce jour à cet autre, compris'],
  [
    'PRESENT 16/03/2026',
    'revenir plus tôt, ce jour-là ; PRESENT seul annule toute absence annoncée',
  ],
]

const MOTS_REQUERANT: readonly Mot[] = [
  ['COMPLEMENT', 'ajouter une précision ou un document'],
  ['ACCORD', 'accepter ce qui vous est proposé (autre spécialité, autre confrère)'],
  ['DESACCORD', 'le décliner : la demande reste où elle est'],
  ['ETAT', 'savoir où en est la demande'],
  ['ANNULATION', 'annuler la demande'],
  ['RETRAIT CONSENTEMENT', 'le patient retire son consentement : tout s’arrête'],
  ['NON URGENT', 'confirmer qu’il n’y a pas d’urgence ; la demande reprend'],
  ['JE VALIDE', 'valider une demande déposée pour vous'],
  ['JE CONFIRME', 'confirmer, quand la passerelle vous le demande'],
]

/** The guide, for a gateway of this domain. */
export function guide(domain: string): readonly Chapitre[] {
  return [
    {
      titre: 'En deux minutes',
      texte: [
        'Vous écrivez un message signé, depuis votre messagerie sécurisée habituelle. La passerelle vérifie votre signature, transmet au médecin requis, suit le délai et vous rapporte son avis.',
        `Une demande s’écrit à demande@${domain}, ou directement à une spécialité, par exemple dermatologie@${domain}. Une réponse s’écrit par « Répondre ».`,
        'La téléexpertise ne répond pas aux urgences. Urgence vitale : SAMU-Centre 15.',
      ],
    },
    {
      titre: 'Votre certificat',
      texte: [
        'Signer demande un certificat à votre nom et à l’adresse de votre messagerie : celui de votre carte CPS, ou un fichier .p12 (ou .pfx) et son mot de passe, que votre opérateur de messagerie ou l’Agence du numérique en santé vous remet.',
        `Pour savoir si tout va bien sans rien transmettre, envoyez votre demande à essai@${domain} : la réponse dit ce qui se serait passé, puis tout est détruit.`,
      ],
    },
    { titre: 'Signer avec Outlook (classique, Windows)', etapes: OUTLOOK },
    { titre: 'Signer avec Thunderbird', etapes: THUNDERBIRD },
    { titre: 'Signer avec Mail, sur Mac', etapes: APPLE_MAIL },
    { titre: 'Signer avec Mail, sur iPhone et iPad', etapes: IPHONE },
    {
      titre: 'La demande, sur une page',
      page: true,
      texte: [
        `Une ligne par renseignement, « Libellé : valeur », dans l’ordre que vous voulez. Un message à modele@${domain} vous renvoie ces lignes déjà commencées.`,
      ],
      faits: LIGNES.map((nom) => [LIBELLES[nom], PRECISIONS[nom] ?? AIDES[nom] ?? '']),
      apres: [
        'Une seule ligne suffit pour le consentement : « Consentement : oui, oral, ce jour ».',
        'Joignez photos, comptes rendus et ordonnances, d’un seul patient par message. Tout ce que vous écrivez d’autre est transmis aussi, mot pour mot.',
        'S’il manque quelque chose, la passerelle vous le demande, une fois, et rien ne part avant.',
      ],
    },
    {
      titre: 'Les réponses, sur une page',
      page: true,
      texte: [
        'Répondez au message reçu, depuis la même messagerie, signé. Le premier mot de votre texte dit ce que vous voulez ; le reste est à vous.',
      ],
      faits: MOTS_REQUIS,
    },
    {
      titre: 'Vous avez demandé un avis',
      faits: MOTS_REQUERANT,
      apres: [
        'Un texte sans mot-clé, en réponse, est transmis au médecin requis.',
        'Le patient accepte la demande et non ses documents ? La passerelle vous interroge ; SANS DOCUMENTS, seul, envoie la demande sans eux.',
        'Votre message n’est pas signé, ou votre certificat est échu ? Vous recevez « Demande non transmise » avec la raison et ce qu’il faut faire. Rien n’est perdu : signez et envoyez de nouveau.',
      ],
    },
  ]
}

const drawn = new Map<string, Promise<Buffer>>()

/** The guide as a PDF; drawn once a domain. */
export function guidePdf(domain: string): Promise<Buffer> {
  const known = drawn.get(domain)
  if (known !== undefined) return known
  const made = draw(domain)
  drawn.clear()
  drawn.set(domain, made)
  return made
}

/** More than a page: what begins one. */
const PAGE = 700

async function draw(domain: string): Promise<Buffer> {
  const sheet = openSheet({
    titre: `${TITRE} : ${SOUS_TITRE.toLowerCase()}`,
    auteur: 'Confrère',
    date: new Date('2026-01-01T00:00:00Z'),
    rappel: `${TITRE}, ${domain}`,
    pied: `${SOUS_TITRE} · ${domain}`,
  })
  sheet.heading(TITRE, SOUS_TITRE)
  for (const { titre, page, texte = [], etapes = [], faits = [], apres = [] } of guide(domain)) {
    sheet.section(titre, page === true ? PAGE : 150)
    for (const each of texte) sheet.paragraph(each)
    if (etapes.length > 0) {
      sheet.bullets(
        etapes.map(({ faire, voir }) => `${faire}\nVous voyez : ${voir}`),
        'numeros',
      )
    }
    if (faits.length > 0) sheet.facts(faits)
    for (const each of apres) sheet.paragraph(each)
  }
  return await sheet.end()
}
