/**
 * What letters say of a request, by what became of it: handed over, on its way, or stopped. A letter that would say what
 * is not so waits, does not leave, or says something else. SPEC §6.8
 */
import t from 'tap'

import { refusDeDepart } from '../../src/decide/depart.ts'
import type { Lettre } from '../../src/domain/decision.ts'
import type { Dossier, RequisSollicite } from '../../src/domain/dossier.ts'
import type { SortDemande } from '../../src/domain/remise-notee.ts'
import { textBody } from '../../src/write/blocs.ts'
import { draft } from '../../src/write/letters.ts'
import * as ex from './exemple.ts'

type Etat = 'remise' | 'en-route' | 'bloquee'
type Role = 'requerant' | 'requis' | 'coordinateur'
/** Words that it holds; `waits` and `never`: it does not leave. */
type Dit = RegExp | 'waits' | 'never'

const BLOQUEE = 'chiffrement-impossible'
const REQUIS: { readonly [E in Etat]: Partial<RequisSollicite> } = {
  remise: { demandeRemiseLe: ex.OUVERT, rappeleLe: ex.RENDU },
  'en-route': { demandeRemiseLe: null },
  bloquee: { demandeRemiseLe: null, ecarte: 'injoignable' },
}
const SORTS: { readonly [E in Etat]: SortDemande } = {
  remise: 'remise',
  'en-route': 'en-route',
  bloquee: 'non-partie',
}

/** The one requis of the slot, the person or the pool asked, with the request in this state. */
function dossierEn(etat: Etat, cible: 'requis' | 'specialite', base: Dossier): Dossier {
  const asked: RequisSollicite = { ...ex.requis, ...REQUIS[etat] }
  const vise =
    cible === 'requis'
      ? ({ kind: 'requis', rpps: asked.rpps } as const)
      : ({ kind: 'specialite', code: '05' as never } as const)
  return {
    ...base,
    consentement: {
      ...base.consentement,
      ...(base.consentement.kind === 'recueilli' && {
        portee: { requis: [asked.rpps], specialites: ['05' as never] },
      }),
    },
    sollicitations: base.sollicitations.map((slot) => ({ ...slot, cible: vise, requis: [asked] })),
    remises:
      etat === 'en-route'
        ? []
        : [
            {
              envoi: 'e-1',
              lettre: 'demandeAvis',
              role: 'requis',
              rang: 1,
              version: null,
              rpps: asked.rpps,
              issue: etat === 'remise' ? 'remis' : 'bloque',
              code: etat === 'remise' ? null : BLOQUEE,
              le: ex.RENDU,
            },
          ],
  }
}

const { rpps } = ex.requis
const transmis = (a: readonly (typeof rpps)[], plusTard: readonly number[] = []) =>
  ({ a, plusTard, attendus: [], urgent: 'non' }) as const
const expiree = (dossier: Dossier): Dossier => ({
  ...dossier,
  etat: 'sans_reponse',
  sollicitations: dossier.sollicitations.map((slot) => ({
    ...slot,
    etat: 'expiree',
    termineeLe: ex.RENDU,
  })),
})

const rendue = (dossier: Dossier): Dossier => ({
  ...dossier,
  sollicitations: dossier.sollicitations.map((slot) => ({
    ...slot,
    etat: 'rendue',
    termineeLe: ex.RENDU,
  })),
})

/** A letter, its reader, and what it says with the request in each state, of a person and of a pool. */
const TABLE: readonly {
  readonly lettre: Lettre
  readonly role: Role
  readonly de?: (dossier: Dossier) => Dossier
  readonly dit: { readonly [E in Etat]: Dit }
}[] = [
  {
    lettre: { kind: 'accuseReception' },
    role: 'requerant',
    dit: {
      remise: /est transmise/,
      'en-route': /est enregistrée, son envoi au Dr Marie CURIE est en cours/,
      bloquee: /n.a pas pu être remise au Dr Marie CURIE : sa messagerie n.a pas encore de certif/,
    },
  },
  {
    lettre: { kind: 'aucunRequis', rang: 1 },
    role: 'requerant',
    dit: {
      remise: /reste dans la file du Dr Marie CURIE/,
      'en-route': /reste dans la file du Dr Marie CURIE/,
      bloquee: /Aucun médecin n.est disponible.*n.a pas pu être remise.*coordination est prévenue/s,
    },
  },
  {
    lettre: { kind: 'retard', rang: 1 },
    role: 'requerant',
    dit: {
      remise: /a été relancé|Un autre médecin de la spécialité est sollicité/,
      'en-route': /n.est pas encore remise : son envoi au Dr Marie CURIE est en cours/,
      bloquee: /n.a pas pu être remise/,
    },
  },
  {
    lettre: { kind: 'sansReponse', rang: 1 },
    role: 'requerant',
    de: expiree,
    dit: {
      remise: /Un avis qui arriverait encore/,
      'en-route': /n.a pu être remise à aucun médecin/,
      bloquee: /n.a pu être remise à aucun médecin/,
    },
  },
  {
    lettre: { kind: 'retardCoordinateur', rang: 1 },
    role: 'coordinateur',
    dit: {
      remise: /Relancez le médecin sollicité/,
      'en-route': /levez ce qui retient son envoi.*: la demande ne lui est pas encore remise/s,
      bloquee: /levez ce qui retient son envoi.*Non joint/s,
    },
  },
  {
    lettre: { kind: 'bienRecu', rang: null, motCle: null, transmis: transmis([rpps]) },
    role: 'requerant',
    dit: {
      remise: /est transmis tel quel au Dr Marie CURIE/,
      'en-route': /est joint à la demande .* parviendra au Dr Marie CURIE après elle/,
      bloquee: /est joint à la demande/,
    },
  },
  {
    lettre: { kind: 'bienRecu', rang: null, motCle: null, transmis: transmis([], [1]) },
    role: 'requerant',
    dit: {
      remise: /Aucun médecin n.a encore reçu/,
      'en-route': /Aucun médecin n.a encore reçu/,
      bloquee: /Aucun médecin n.a encore reçu/,
    },
  },
  {
    lettre: { kind: 'bienRecu', rang: 0, motCle: 'ACCORD' },
    role: 'requerant',
    dit: {
      remise: /est transmise au Dr Marie CURIE/,
      'en-route': /est réorientée, son envoi au Dr Marie CURIE est en cours/,
      bloquee: /est réorientée\./,
    },
  },
  {
    lettre: { kind: 'demandeRemise', rang: 1 },
    role: 'requerant',
    dit: {
      remise: /est maintenant remise au Dr Marie CURIE/,
      // It is put by the handover itself.
      'en-route': /est maintenant remise/,
      bloquee: 'never',
    },
  },
  {
    lettre: { kind: 'etat' },
    role: 'requerant',
    dit: {
      remise: /en attente de l.avis.*Demande remise au Dr Marie CURIE/s,
      'en-route': /envoi de la demande en cours/,
      bloquee: /la demande n.a pas pu être remise/,
    },
  },
  {
    lettre: { kind: 'rappelRequis', rang: 1 },
    role: 'requis',
    dit: { remise: /message précédent de ce fil/, 'en-route': 'waits', bloquee: 'never' },
  },
  {
    lettre: { kind: 'retard', rang: 1 },
    role: 'requis',
    dit: { remise: /a dépassé le délai usuel/, 'en-route': 'waits', bloquee: 'never' },
  },
  {
    lettre: { kind: 'complementEchu', rang: 1 },
    role: 'requis',
    dit: { remise: /n.a pas répondu à votre question/, 'en-route': 'waits', bloquee: 'never' },
  },
  {
    lettre: { kind: 'complementTransmis', rang: 1, texte: 'Une précision.', pieces: [] },
    role: 'requis',
    dit: { remise: /complète la demande/, 'en-route': 'waits', bloquee: 'never' },
  },
  {
    lettre: { kind: 'sansReponse', rang: 1 },
    role: 'requis',
    de: expiree,
    dit: { remise: /close faute d.avis/, 'en-route': 'waits', bloquee: 'never' },
  },
  {
    lettre: { kind: 'creneauTermine', rang: 1, raison: 'avisRendu' },
    role: 'requis',
    de: rendue,
    dit: { remise: /un confrère a rendu son avis/, 'en-route': 'waits', bloquee: 'never' },
  },
  {
    lettre: { kind: 'annulation', raison: 'retrait' },
    role: 'requis',
    dit: { remise: /ce qui vous a été adressé/, 'en-route': 'waits', bloquee: 'never' },
  },
  {
    lettre: { kind: 'accordDecline', rang: 1, vers: { kind: 'requis', rpps } },
    role: 'requis',
    dit: { remise: /./, 'en-route': 'waits', bloquee: 'never' },
  },
]

/** Said of a request that nobody has, each would be false. */
const FAUX = [
  /\b(?:est|a été|sont) (?:bien )?transmis/,
  /(?:demande|message)[^.]* est (?:bien |maintenant )?remise? au/,
  /a été relancé/,
  /message précédent de ce fil/,
  /, reçue le/,
  /Demande (?:adressée|remise)/,
  // Nobody is late, or silent, on what never came to him. SPEC §6.8
  /aucun avis n.a été rendu/,
  /avis demandé [^.]*n.est pas encore rendu/,
]

function told(lettre: Lettre, role: Role, dossier: Dossier, sort: SortDemande): Dit | string {
  const envoi = ex.envoi(lettre, role, dossier)
  const rang = 'rang' in lettre && lettre.rang !== null && lettre.rang > 0 ? lettre.rang : null
  const letter = {
    lettre: lettre.kind,
    role,
    rang,
    version: null,
    rpps: envoi.a.rpps,
    adresse: envoi.a.adresse,
    horsDossier: false,
    demande: sort,
  }
  const refus = refusDeDepart(letter, dossier, { now: ex.RENDU, voie: null })
  if (refus === 'demande-en-route') return 'waits'
  return refus === null ? '' : 'never'
}

for (const { lettre, role, de = (one: Dossier) => one, dit } of TABLE) {
  t.test(`${lettre.kind} to ${role}`, async (t) => {
    for (const etat of ['remise', 'en-route', 'bloquee'] as const) {
      for (const cible of ['requis', 'specialite'] as const) {
        const base = lettre.kind === 'complementEchu' ? ex.enPause : ex.attendu
        const dossier = de(dossierEn(etat, cible, base))
        const wanted = dit[etat]
        const out = told(lettre, role, dossier, SORTS[etat])
        if (typeof wanted === 'string') {
          t.equal(out, wanted, `${etat}, ${cible}`)
          continue
        }
        t.equal(out, '', `${etat}, ${cible}: it leaves`)
        const text = textBody((await draft(ex.envoi(lettre, role, dossier), ex.parts)).blocs)
        t.match(text.replaceAll('’', "'"), wanted, `${etat}, ${cible}`)
        if (etat === 'remise' || lettre.kind === 'demandeRemise') continue
        for (const claim of FAUX) t.notMatch(text, claim, `${etat}, ${cible}`)
      }
    }
  })
}

t.test('no letter speaks of an opinion that nobody has given', async (t) => {
  const lettre = { kind: 'messageTraitant', rang: null, texte: 'Voici.', pieces: [] } as const
  const said = async (about: Dossier) =>
    textBody((await draft(ex.envoi(lettre, 'requerant', about), ex.parts)).blocs)
  t.match(await said(ex.avecCompteRendu({})), /en réponse au compte-rendu/)
  t.notMatch(await said(ex.attendu), /en réponse au compte-rendu|l’avis ne change/)
})
