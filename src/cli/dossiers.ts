/**
 * `dossiers`, `dossier NUMERO`: the list, and one dossier's timeline. No clinical content.
 */

import type { CodeSpecialite } from '../domain/correspondant.ts'
import type { EtatDossier } from '../domain/dossier.ts'
import { rppsDe } from '../domain/identifiants.ts'
import { prochaineFr } from '../domain/prochaine.ts'
import { libelleSpecialite } from '../domain/specialites.ts'
import { TRAVAIL_INCONNU, travailDe } from '../domain/travaux.ts'
import { systemClock } from '../kit/clock.ts'
import { travauxOf } from '../ledger/dossiers/travaux.ts'
import {
  type DossierVu,
  dossierByNumero,
  lettersOf,
  listDossiers,
  type SlotVu,
  timeline,
} from '../ledger/views/vues-dossiers.ts'
import { order } from './order.ts'
import { withSession } from './session.ts'
import { type Arguments, type Command, Failure, Misuse, reasonIn, type Terminal } from './terms.ts'

const ETATS: readonly EtatDossier[] = [
  'incomplet',
  'en_cours',
  'repondu',
  'sans_reponse',
  'annule',
  'clos',
]
const PAGE = 200

export const dossiers: Command = {
  name: 'dossiers',
  summary: 'Liste les dossiers.',
  usage: 'dossiers [--etat ETAT] [--en-retard]',
  example: 'dossiers --en-retard',
  options: { etat: { type: 'string' }, 'en-retard': { type: 'boolean' } },
  words: 0,
  async run(args, terminal) {
    const { etat } = args.options
    if (etat !== undefined && !ETATS.some((each) => each === etat)) {
      throw new Misuse(`--etat ${etat} : états possibles ${ETATS.join(', ')}`)
    }
    const enRetard = args.options['en-retard'] === 'oui' ? true : undefined
    return await withSession(args, terminal, async ({ db }) => {
      let after = null
      let count = 0
      do {
        const page = await listDossiers(db, { etat, enRetard }, systemClock.now(), {
          after,
          limit: PAGE,
        })
        for (const each of page.items) terminal.out(rowOf(each))
        count += page.items.length
        after = page.next
      } while (after !== null)
      terminal.err(count === 0 ? 'Aucun dossier.' : `${count} dossier(s).`)
      return 0
    })
  },
}

export const dossier: Command = {
  name: 'dossier',
  summary:
    'Montre la chronologie d’un dossier, sans contenu clinique ; le confie à un autre requis, règle un travail, ou saisit ce qui a été dit de vive voix : consentement retiré, demande annulée.',
  usage:
    'dossier NUMERO [--reattribuer RPPS | --regler ID | --retirer-consentement | --annuler] [--motif TEXTE]',
  example: 'dossier TE-2026-000123',
  options: {
    reattribuer: { type: 'string' },
    regler: { type: 'string' },
    'retirer-consentement': { type: 'boolean' },
    annuler: { type: 'boolean' },
    motif: { type: 'string' },
  },
  words: 1,
  async run(args, terminal) {
    const [numero] = args.words
    if (numero === undefined) throw new Misuse(`usage : ./confrere ${this.usage}`)
    const asked = GESTES.filter((each) => args.options[each] !== undefined)
    const [geste] = asked
    if (asked.length > 1)
      throw new Misuse(`${asked.map((each) => `--${each}`).join(' et ')} : une chose à la fois`)
    if (geste === 'reattribuer') return await reassign(numero, args, terminal)
    if (geste === 'regler') return await settle(numero, args, terminal)
    if (geste !== undefined) return await stop(geste, numero, args, terminal)
    if (args.options.motif !== undefined)
      throw new Misuse(`--motif ne va qu’avec ${GESTES.map((each) => `--${each}`).join(', ')}`)
    return await withSession(args, terminal, async ({ db }) => {
      const found = await dossierByNumero(db, numero.toUpperCase(), systemClock.now())
      if (found === null)
        throw new Failure(`dossier ${numero} inconnu (liste : ./confrere dossiers)`)
      terminal.out(rowOf(found))
      if (found.prochaine !== null) terminal.out(`  à faire, ${prochaineFr(found.prochaine)}`)
      for (const slot of found.sollicitations) {
        terminal.out(`  ${slotOf(slot)}`)
        if (slot.prochaine !== null) terminal.out(`    à faire, ${prochaineFr(slot.prochaine)}`)
      }
      for (const { id, code, erreur } of await travauxOf(db, found.numero)) {
        const { responsable, action } = travailDe(code) ?? TRAVAIL_INCONNU
        const said = erreur === null ? code : `${code} ${erreur}`
        terminal.out(`  à régler ${id} : ${said} (${responsable} : ${action})`)
      }
      terminal.out('Chronologie')
      for (const { instant, quoi, auteur, detail } of await timeline(db, found.numero)) {
        const said = Object.entries(detail)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => `${name}=${value}`)
        terminal.out(`  ${paris(instant)}  ${quoi.padEnd(28)} ${auteur}  ${said.join(' ')}`)
      }
      terminal.out('Courriers')
      for (const each of await lettersOf(db, found.numero)) {
        const when = each.deliveredAt === null ? '' : ` le ${paris(each.deliveredAt)}`
        const code = each.code === null ? '' : ` (${each.code})`
        terminal.out(
          `  ${each.letter.padEnd(20)} ${each.role.padEnd(16)} ${each.state}${when}${code}`,
        )
      }
      return 0
    })
  },
}

const GESTES = ['reattribuer', 'regler', 'retirer-consentement', 'annuler'] as const

/** Enters what the patient or the requerant said by telephone: the same effects as his mail. */
async function stop(
  quoi: 'retirer-consentement' | 'annuler',
  numero: string,
  args: Arguments,
  terminal: Terminal,
): Promise<number> {
  const motif = reasonIn(args, 'qui l’a dit, et comment ?')
  const parametres = { numero: numero.toUpperCase() }
  const done = await order(args, terminal, { quoi, parametres, motif })
  terminal.out(JSON.stringify(done))
  return 0
}

/** Gives a stuck slot to another physician; beyond what the patient agreed to, the requerant is asked first. */
async function reassign(numero: string, args: Arguments, terminal: Terminal): Promise<number> {
  const rpps = rppsDe(args.options.reattribuer ?? '')
  if (rpps === null) throw new Misuse(`--reattribuer : RPPS (11 chiffres) attendu`)
  const motif = reasonIn(args, 'pourquoi ce dossier est-il confié à un autre ?')
  const parametres = { numero: numero.toUpperCase(), rpps }
  const done = await order(args, terminal, { quoi: 'reattribuer', parametres, motif })
  terminal.out(JSON.stringify(done))
  return 0
}

/** Settles a work item of the dossier. */
async function settle(numero: string, args: Arguments, terminal: Terminal): Promise<number> {
  const motif = reasonIn(args, 'comment ce travail est-il réglé ?')
  const parametres = { numero: numero.toUpperCase(), id: args.options.regler ?? '' }
  const done = await order(args, terminal, { quoi: 'regler', parametres, motif })
  terminal.out(JSON.stringify(done))
  return 0
}

function rowOf({ numero, etat, motif, enRetard, ouvertLe, sollicitations }: DossierVu): string {
  const late = enRetard ? ' EN RETARD' : ''
  const why = motif === null ? '' : ` (${motif})`
  const slots = sollicitations.map(
    ({ specialite, requis, etat: state }) => `${specialite ?? requis ?? 'sans requis'}:${state}`,
  )
  return `${numero}  ${etat}${why}${late}  ouvert le ${paris(ouvertLe)}  ${slots.join(' ')}`.trimEnd()
}

function slotOf(slot: SlotVu): string {
  const { rang, specialite, requis, etat } = slot
  const pool = specialite === null ? '' : ` ${libelleSpecialite(specialite as CodeSpecialite)}`
  const nobody = specialite === null ? ' sans requis' : ''
  const who = requis === null ? nobody : ` requis ${requis}`
  return `sollicitation ${rang} :${pool}${who}, ${etat}${horloges(slot)}`
}

/** The delay, which pauses stop, and the total clock, which nothing stops; of a slot that has ended, neither. */
function horloges({ limiteLe, expirationLe, termineeLe }: SlotVu): string {
  if (termineeLe !== null) return `, terminée ${paris(termineeLe)}`
  const delai = limiteLe === null ? 'délai suspendu' : `limite ${paris(limiteLe)}`
  return `, ${delai}, expiration ${expirationLe === null ? 'inconnue' : paris(expirationLe)}`
}

const PARIS = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
})

function paris(instant: string): string {
  return PARIS.format(new Date(instant))
}
