/** The program itself, typed beside a gateway that runs: the same effects as by mail and by API. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { run } from '../../src/cli/run.ts'
import { dayInParis } from '../support/days.ts'
import { startGateway, until } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'
import { typed } from '../support/typed.ts'

/** The program in this process: the same words, the same end, without its start each time. */
async function said(env: { readonly [name: string]: string }, ...words: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const terminal = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    isTty: false,
    env,
  }
  const status = await run(words, terminal)
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
  return { status, out: text(out), err: text(err) }
}

const image = {
  attachments: [{ name: 'a.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 3) }],
}

t.test(
  'the directory settles a pair of acts, and the clerk reads the insurer’s answers from a file',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, base, folder, parts, settings } = gateway
    const type = (...args: string[]) => said(settings, ...args)
    const states = async () =>
      (await gateway.acts()).map(({ code, etat, motif }) => [code, etat, motif])
    await parts.db.query('update professionnel set numero_am = null where rpps = $1', [
      dermatologue.rpps,
    ])
    await requerant.asks(demande(), image)
    await dermatologue.answers(await dermatologue.receives("demande d'avis"), 'AVIS\n\nRien.')
    await requerant.receives('ompte-rendu')
    await gateway.settles()
    t.match(await states(), [
      ['TE2', 'a_verifier', 'numero-executant-manquant'],
      ['RQD', 'a_verifier', 'numero-prescripteur-manquant'],
    ])

    // 0. a number that the directory gives to another is nobody's to bill
    const given = await dermatologue.receives('ransmis')
    await dermatologue.answers(given, 'N° AM : 991003039')
    const told = await dermatologue.receives('facturation')
    t.match(told.text, /celui d’un autre professionnel/)
    t.notMatch(told.text, /complétés/)
    t.match(await states(), [
      ['TE2', 'a_verifier', 'numero-executant-autrui'],
      ['RQD', 'a_verifier', 'numero-prescripteur-autrui'],
    ])

    // 1. a file of the directory brings his own; what he wrote is for him to take back
    const { rpps, email } = dermatologue
    const columns = 'rpps;nom;prenom;profession;specialite;adresse;numero_am;finess'
    const row = `${rpps};PEAU;Camille;10;05;${email};991002023;`
    await writeFile(join(folder, 'annuaire.csv'), `${columns}\n${row}\n`)
    const imported = await type('annuaire', 'import', join(folder, 'annuaire.csv'))
    t.match(imported, { status: 0, out: /2 acte\(s\) en attente complété\(s\)/ })
    t.match(await states(), [
      ['TE2', 'a_verifier', 'numero-executant-different'],
      ['RQD', 'a_verifier', 'numero-prescripteur-different'],
    ])
    await dermatologue.answers(told, 'N° AM : 991002023')
    t.match((await dermatologue.receives('facturation')).text, /complétés/)
    t.match(await states(), [
      ['TE2', 'facturable', null],
      ['RQD', 'facturable', null],
    ])

    // 2. exported, then answered by a file
    const out = join(folder, 'actes.csv')
    t.match(await type('facturation', 'export', '--format', 'csv', '--out', out), {
      status: 0,
      err: /Export 1, 2 acte/,
    })
    const token = await gateway.token('billing', 'ops')
    const headers = { Authorization: `Bearer ${token}` }
    // biome-ignore lint/suspicious/noExplicitAny: looked into by name
    const look = async (path: string): Promise<any> =>
      await (await fetch(`${base}/api/v1${path}`, { headers })).json()
    const { items } = await look('/actes')
    const [rqd, te] = items.map(({ id }: { id: number }) => id)
    const file = join(folder, 'retours.csv')
    const today = dayInParis(0)
    const lines = [
      '\ufeffstatut;date;id_acte;montant_centimes;motif',
      `paye;${today};${te};1000;`,
      `rejete;${today.split('-').reverse().join('/')};${rqd};;"Droits ; fermés"`,
      `paye;${today};${rqd};;`,
      `paye;${today};999;;`,
    ]
    await writeFile(file, `${lines.join('\r\n')}\r\n`)
    const read = await typed(folder, ['facturation', 'retours', file], settings)
    t.match(read, { status: 1, err: /^1 acte\(s\) payé\(s\) dont 1 en partie, 1 rejeté\(s\), 2 / })
    t.match(read.out, /^ligne 4 : contradiction.*\nligne 5 : acte inconnu\n$/)
    t.match((await look('/actes')).items, [
      { id: rqd, retours: [{ statut: 'rejete', motif: 'Droits ; fermés' }], reste: null },
      { id: te, retours: [{ statut: 'paye', montantCentimes: 1000 }], reste: 1300 },
    ])
    const rest = `id_acte;statut;date;montant_centimes\n${te};paye;${today};1300\n`
    await writeFile(file, rest)
    t.match(await type('facturation', 'retours', file), { status: 0, out: '' })

    // 3. the same file by API: the same judgement, and nothing new
    const again = await fetch(`${base}/api/v1/returns`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'text/csv' },
      body: rest,
    })
    t.match(await again.json(), { payes: 0, erreurs: [{ ligne: 2, raison: /déjà enregistrée/ }] })
    t.match((await look('/actes?retour=paye')).items, [{ id: te, reste: 0, retours: [{}, {}] }])
    const noted = await parts.db.query(
      `select auteur from journal where quoi = 'retours.lus' order by seq`,
    )
    t.match(noted, [{ auteur: 'terminal' }, { auteur: 'terminal' }, { auteur: 'Essai' }])

    // 4. what is no return file changes nothing, and says so in a line
    await writeFile(file, 'id_acte;statut;date;avis\n1;paye;2026-01-05;\n')
    for (const [path, status, said] of [
      [file, 1, /colonne inconnue.*\(colonne : avis\)/],
      [join(folder, 'absent.csv'), 1, /fichier illisible/],
      [folder, 1, /fichier illisible/],
      ['', 2, /fichier attendu/],
    ] as const) {
      const refused = await type('facturation', 'retours', ...(path === '' ? [] : [path]))
      t.match(refused, { status, out: '', err: /^confrere : [^\n]+\n$/ })
      t.match(refused.err, said)
    }
  },
)

t.test('a slot is given to another physician, by command and by API as by mail', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, dermatologue2, cardiologue, base, parts } = gateway
  const token = await gateway.token('ops')
  const motif = 'en congé imprévu'
  const ways = {
    terminal: async (numero: string, rpps: string) => {
      const asked = ['dossier', numero, '--reattribuer', rpps, '--motif', motif]
      const { status, out, err } = await said(gateway.settings, ...asked)
      t.match({ status, err }, { status: 0, err: '' })
      return JSON.parse(out)
    },
    Essai: async (numero: string, rpps: string) => {
      const answer = await fetch(`${base}/api/v1/dossiers/${numero}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ action: 'reattribuer', rpps, motif }),
      })
      t.equal(answer.status, 200)
      return await answer.json()
    },
  }
  for (const [holder, reassign] of Object.entries(ways)) {
    // 1. within the pool that was asked: at once
    await requerant.asks(demande({ Contexte: `Suivi, ${holder}.` }))
    const first = await Promise.race([dermatologue, dermatologue2].map((one) => has(one)))
    const other = first === dermatologue ? dermatologue2 : dermatologue
    await first.receives("demande d'avis")
    const numero = (await gateway.dossiers()).at(-1)?.numero ?? ''
    t.match(await reassign(numero, other.rpps), {
      numero,
      rang: 1,
      requis: other.rpps,
      attend: 'avis',
    })
    t.match((await other.receives("demande d'avis")).text, /Suivi/)
    t.match((await first.receives(numero)).text, /n'est plus attendu|un autre|confrère/)

    // 2. beyond it: nothing leaves before the requerant agrees
    t.match(await reassign(numero, cardiologue.rpps), {
      requis: cardiologue.rpps,
      attend: 'accord',
    })
    const question = await requerant.receives('ccord')
    await gateway.settles()
    t.strictSame(cardiologue.unread(), [], 'nothing left for him')
    // The number tells two words of one second apart. SPEC §8
    await requerant.answers(question, `ACCORD ${numero}`)
    t.match((await cardiologue.receives("demande d'avis")).text, /Suivi/)
    t.ok((await other.receives(numero)).text)

    const noted = await parts.db.query<{ auteur: string; detail: string }>(
      `select auteur, detail from journal where chaine = $1 and quoi = 'reattribution' order by seq`,
      [numero],
    )
    t.match(noted, [
      { auteur: holder, detail: new RegExp(`${other.rpps}.*${motif}|${motif}.*${other.rpps}`) },
      { auteur: holder, detail: new RegExp(motif) },
    ])
  }

  async function has(one: typeof dermatologue): Promise<typeof dermatologue> {
    await until(async () => one.unread().some((subject) => subject.includes("demande d'avis")))
    return one
  }
})

t.test('a withdrawal told by telephone stops all, by command and by API', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, dermatologue2, base, parts, settings } = gateway
  const motif = 'Appel du patient ce jour'
  const token = await gateway.token('ops')
  for (const way of ['command', 'api'] as const) {
    await requerant.asks(demande({ Prénoms: way === 'api' ? 'Rose' : 'Anne' }))
    await gateway.settles()
    const [row] = await parts.db.query<{ numero: string; requis_rpps: string }>(
      'select numero, requis_rpps from dossier d join sollicitation s on s.dossier = d.id order by numero desc limit 1',
    )
    const { numero = '', requis_rpps: rpps } = row ?? {}
    const requis = [dermatologue, dermatologue2].find((each) => each.rpps === rpps) ?? dermatologue
    const ask = await requis.receives("demande d'avis")
    if (way === 'command') {
      const done = await said(
        settings,
        'dossier',
        numero,
        '--retirer-consentement',
        '--motif',
        motif,
      )
      t.match(done, { status: 0, out: `{"etat":"annule","numero":"${numero}"}\n` })
      const again = await said(
        settings,
        'dossier',
        numero,
        '--retirer-consentement',
        '--motif',
        motif,
      )
      t.match(again, { status: 1, err: /déjà retiré/ })
    } else {
      const done = await fetch(`${base}/api/v1/dossiers/${numero}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ action: 'retirer-consentement', motif }),
      })
      t.match([done.status, await done.json()], [200, { numero, etat: 'annule' }])
    }
    t.match((await requerant.receives('demande annulée')).text, /retiré.*[\s\S]*coordination/)
    t.match((await requis.receives('demande annulée')).text, /a retiré son consentement/)
    await requis.answers(ask, 'AVIS\n\nRien à faire.')
    t.match((await requis.receives('avis non transmis')).text, /n.a pas été transmis/)
    await gateway.settles()
    t.strictSame(
      requerant.unread().filter((subject) => /compte-rendu/i.test(subject)),
      [],
    )
    const [line] = await parts.db.query<{ auteur: string; detail: { motif: string } }>(
      "select auteur, detail from journal where chaine = $1 and quoi = 'dossier.arret-saisi' or chaine = $1 and quoi = 'arret-saisi'",
      [numero],
    )
    t.match(line?.auteur, way === 'command' ? 'terminal' : /./)
    t.match(JSON.stringify(line?.detail), motif)
  }
})
