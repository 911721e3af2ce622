/**
 * `requis set`: who answers, for which pool, how many a day, when he is away; `requis absent`: away, his open
 * requests offered to others, his delegate first; `requis present`: there after all; `requis absences`: who is away.
 */

import { isAbsencePossible } from '../decide/presence.ts'
import { jourParis } from '../domain/calendrier.ts'
import { type Instant, type Jour, PROFESSIONS_MEDICALES } from '../domain/correspondant.ts'
import { rppsDe } from '../domain/identifiants.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { ERRORS } from '../errors.ts'
import type { Revus } from '../flow/offers.ts'
import { systemClock } from '../kit/clock.ts'
import { absencesOf, enrolled } from '../ledger/annuaire/absences.ts'
import { professionnelParRpps, setRequis } from '../ledger/annuaire/annuaire.ts'
import { putCommand } from '../ledger/commands.ts'
import { append } from '../ledger/journal/journal.ts'
import { order, orderPut, PAR } from './order.ts'
import { withSession } from './session.ts'
import { type Arguments, type Command, dayIn, Failure, Misuse, type Terminal } from './terms.ts'

export const requis: Command = {
  name: 'requis',
  summary:
    'Inscrit un médecin requis, ses spécialités, sa capacité (set), note son absence et son délégué (absent) ou son retour (present), liste les absences (absences).',
  usage:
    'requis set RPPS --specialite CODE… [--capacite N] [--absent AAAA-MM-JJ..AAAA-MM-JJ] [--actif oui|non] | requis absent RPPS AAAA-MM-JJ AAAA-MM-JJ [--delegue RPPS] [--motif TEXTE] | requis present RPPS [DU [AU]] [--motif TEXTE] | requis absences [RPPS]',
  example: 'requis set 99700000013 --specialite 05 --capacite 10',
  options: {
    specialite: { type: 'string', multiple: true },
    capacite: { type: 'string' },
    absent: { type: 'string', multiple: true },
    actif: { type: 'string' },
    delegue: { type: 'string' },
    motif: { type: 'string' },
  },
  async run(args, terminal) {
    const [verb, number, ...more] = args.words
    const rpps = rppsDe(number ?? '')
    if (verb === 'absent') return await absent(args, terminal)
    if (verb === 'present') return await present(args, terminal)
    if (verb === 'absences') return await list(args, terminal)
    if (verb !== 'set') throw new Misuse(`usage : ./confrere ${this.usage}`)
    if (rpps === null)
      throw new Misuse(`RPPS ${number ?? '(absent)'} : 11 chiffres avec clé attendus`)
    const words = [...(args.lists.specialite ?? []), ...more].flatMap((each) => each.split(','))
    const specialites = words.map((each) => {
      const code = specialiteDe(each.trim())
      if (code === null) {
        throw new Misuse(`--specialite ${each} : code CPAM à 2 chiffres attendu`)
      }
      return code
    })
    const absences = (args.lists.absent ?? []).map(absence)
    const today = jourParis(systemClock.now().toISOString() as Instant)
    for (const away of absences) {
      if (!isAbsencePossible({ rpps, ...away, delegue: null }, today))
        throw new Misuse(`--absent : ${ERRORS['absence-impossible'].public}`)
    }
    const enrolment = {
      rpps,
      specialites: specialites.length === 0 ? null : specialites,
      capaciteParJour: capacity(args.options.capacite),
      actif: active(args.options.actif),
      absences,
    }
    return await withSession(args, terminal, async ({ db }) => {
      const known = await professionnelParRpps(db, rpps)
      if (known === null) {
        throw new Failure(
          `RPPS ${rpps} absent de l’annuaire : importez-le d’abord (annuaire import)`,
        )
      }
      if (!PROFESSIONS_MEDICALES.includes(known.profession)) {
        throw new Failure(
          `RPPS ${rpps} : ni médecin, ni chirurgien-dentiste, ni sage-femme, donc jamais requis (CSP art. R. 6316-1)`,
        )
      }
      const was = await enrolled(db, rpps)
      if (was !== null && !isChange(args)) {
        throw new Misuse(
          `RPPS ${rpps} est déjà inscrit, et rien n’est à changer : --specialite, --capacite, --absent ou --actif attendu`,
        )
      }
      const revoir = await db.transaction(async (sql) => {
        await setRequis(sql, enrolment)
        await append(sql, {
          chaine: 'passerelle',
          quoi: 'requis.inscrit',
          auteur: PAR,
          detail: {
            rpps,
            specialites: specialites.join(','),
            capacite: args.options.capacite ?? null,
            actif: args.options.actif ?? null,
            motif: args.options.motif?.trim() || null,
          },
          instant: systemClock.now(),
        })
        const { actif } = enrolment
        if (actif === undefined || was === null || actif === was) return null
        // To be inactive is to be away without end: written with it, whoever carries it out.
        return await putCommand(sql, {
          quoi: 'revoir',
          parametres: { rpps },
          par: PAR,
          motif: null,
        })
      })
      terminal.out(`Requis ${rpps} : enregistré.`)
      return revoir
    }).then(async (revoir) => {
      // What he holds already is offered to others, as if he had written ABSENT.
      for (const { du, au } of absences) await note(args, terminal, { rpps, du, au })
      if (revoir !== null) {
        const done = (await orderPut(args, terminal, revoir)) as Revus
        for (const line of revusFr(done, enrolment.actif === true)) terminal.out(line)
      }
      return 0
    })
  },
}

function isChange({ options, lists, words }: Arguments): boolean {
  const named = ['specialite', 'capacite', 'absent', 'actif']
  return words.length > 2 || named.some((name) => name in options || name in lists)
}

/** What was done of the requests that he held, a line each; nothing where he held none and is there. */
function revusFr({ dossiers, proposes, accord, gardes }: Revus, isActif: boolean): string[] {
  if (isActif) return []
  if (dossiers === 0) return ['Il n’avait aucune demande en charge.']
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['Demandes proposées à un confrère', proposes],
    ['Demandes en attente de l’accord du requérant', accord],
    ['Demandes sans remplaçant (le requérant et la coordination sont prévenus)', gardes],
  ]
  return lines
    .filter(([, numeros]) => numeros.length > 0)
    .map(([quoi, numeros]) => `${quoi} : ${numeros.join(', ')}`)
}

/** `absent RPPS DU AU`: the same effect as his own ABSENT, and who answers for him meanwhile. */
async function absent(args: Arguments, terminal: Terminal): Promise<number> {
  const [, number = '', first = '', last = '', ...more] = args.words
  const rpps = rppsDe(number)
  const du = dayIn(first)
  const au = dayIn(last)
  if (rpps === null)
    throw new Misuse(`RPPS ${number || '(absent)'} : 11 chiffres avec clé attendus`)
  if (du === null || au === null || au < du || more.length > 0) {
    throw new Misuse('DU et AU : deux jours AAAA-MM-JJ attendus, le premier puis le dernier')
  }
  without(args, 'absent', ['specialite', 'capacite', 'absent', 'actif'])
  const named = args.options.delegue
  const delegue = named === undefined ? null : rppsDe(named)
  if (named !== undefined && delegue === null)
    throw new Misuse(`--delegue ${named} : RPPS (11 chiffres avec clé) attendu`)
  const done = await note(args, terminal, { rpps, du, au, delegue })
  terminal.out(JSON.stringify(done))
  return 0
}

function without(args: Arguments, verb: string, names: readonly string[]): void {
  for (const name of names) {
    if (args.options[name] !== undefined || args.lists[name] !== undefined)
      throw new Misuse(`--${name} ne va pas avec requis ${verb}`)
  }
}

/** `present RPPS` ends every announced absence; with one day he returns that day; with two he works from the first to the second. */
async function present(args: Arguments, terminal: Terminal): Promise<number> {
  const [, number = '', ...days] = args.words
  const rpps = rppsDe(number)
  if (rpps === null)
    throw new Misuse(`RPPS ${number || '(absent)'} : 11 chiffres avec clé attendus`)
  const [du = null, au = null] = days.map(dayIn)
  if (
    days.length > 2 ||
    days.map(dayIn).includes(null) ||
    (au !== null && du !== null && au < du)
  ) {
    throw new Misuse(
      'DU et AU : aucun jour, celui du retour, ou deux jours AAAA-MM-JJ, le premier puis le dernier',
    )
  }
  without(args, 'present', ['specialite', 'capacite', 'absent', 'actif', 'delegue'])
  const motif = args.options.motif?.trim() || null
  const parametres = { rpps, du, au }
  const done = await order(args, terminal, { quoi: 'presence', parametres, motif })
  terminal.out(JSON.stringify(done))
  return 0
}

/** `absences [RPPS]`: today's and later, one a line. */
async function list(args: Arguments, terminal: Terminal): Promise<number> {
  const [, number, ...more] = args.words
  const rpps = number === undefined ? null : rppsDe(number)
  if ((number !== undefined && rpps === null) || more.length > 0)
    throw new Misuse(`RPPS ${number ?? '(absent)'} : 11 chiffres avec clé attendus`)
  without(args, 'absences', ['specialite', 'capacite', 'absent', 'actif', 'delegue', 'motif'])
  const today = jourParis(systemClock.now().toISOString() as Instant)
  return await withSession(args, terminal, async ({ db }) => {
    for (const one of await absencesOf(db, rpps, today)) {
      const delegue = one.delegue === null ? '' : `  délégué ${one.delegue}`
      terminal.out(`${one.rpps}  du ${one.du} au ${one.au}${delegue}`)
    }
    return 0
  })
}

async function note(
  args: Arguments,
  terminal: Terminal,
  parametres: {
    readonly rpps: string
    readonly du: string
    readonly au: string
    readonly delegue?: string | null
  },
): Promise<unknown> {
  const motif = args.options.motif?.trim() || null
  return await order(args, terminal, { quoi: 'absence', parametres, motif })
}

/** Requests a day; null: no limit; undefined: as before. */
function capacity(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined
  const match = /^(\d{1,4})(?:\/jour)?$/.exec(text)
  if (match?.[1] !== undefined) return Number(match[1])
  if (text === 'illimitee' || text === 'illimitée') return null
  throw new Misuse(`--capacite ${text} : nombre par jour attendu, ou illimitee`)
}

function active(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined
  if (text === 'oui' || text === 'non') return text === 'oui'
  throw new Misuse(`--actif ${text} : oui ou non attendu`)
}

function absence(text: string): { du: Jour; au: Jour } {
  const [du, au, more] = text.split('..').map(dayIn)
  if (!du || !au || more !== undefined || au < du) {
    throw new Misuse(`--absent ${text} : AAAA-MM-JJ..AAAA-MM-JJ attendu`)
  }
  return { du: du as Jour, au: au as Jour }
}
