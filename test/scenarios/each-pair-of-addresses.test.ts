/**
 * Every ordered pair of our addresses in one mail, through the door: what got its 250 has its effect, and what does not
 * go with the first is asked for apart. SPEC §3, §6.1, §6.8, §13.1, §13.7
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'
import { dial } from '../support/smtp-dialogue.ts'

const NAMED = { 'Spécialité demandée': null }
const REQUESTS = ['demande', 'specialite', 'autreSpecialite', 'requis', 'autreRequis']

/** Groups that go together; a kind goes with itself where the same errand is meant. */
function goTogether(one: string, other: string): boolean {
  if (one === other) return true
  const isRequest = (kind: string) => REQUESTS.includes(kind)
  if (isRequest(one) && isRequest(other)) return true
  const pair = new Set([one, other])
  if (pair.has('postmaster') && pair.has('abuse')) return true
  if (pair.has('filA') && pair.has('filADuRequis')) return true
  if (!pair.has('teleexpertise')) return false
  const [rest = ''] = [...pair].filter((kind) => kind !== 'teleexpertise')
  return isRequest(rest) || rest.startsWith('fil')
}

t.test('each ordered pair is taken whole, or its second is asked for apart', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, cardiologue, parts } = gateway
  const fils: string[] = []
  const asks: string[] = []
  for (const nom of ['DURAND', 'PETIT']) {
    await requerant.asks(demande({ ...NAMED, 'Nom de naissance': nom }), {
      to: `${dermatologue.rpps}@te.localhost`,
    })
    fils.push((await requerant.receives('accusé')).replyTo)
    asks.push((await dermatologue.receives("demande d'avis")).replyTo)
  }
  await gateway.settles()
  const rebonds = await parts.db.query<{ jeton: string }>(
    'select jeton_rebond as jeton from envoi order by cree_le limit 2',
  )
  const kinds: { readonly [kind: string]: string } = {
    demande: 'demande@te.localhost',
    specialite: 'dermatologie@te.localhost',
    autreSpecialite: 'cardiologie@te.localhost',
    requis: `${dermatologue.rpps}@te.localhost`,
    autreRequis: `${cardiologue.rpps}@te.localhost`,
    teleexpertise: 'teleexpertise@te.localhost',
    filA: fils[0] ?? '',
    filADuRequis: asks[0] ?? '',
    filB: fils[1] ?? '',
    modele: 'modele@te.localhost',
    essai: 'essai@te.localhost',
    postmaster: 'postmaster@te.localhost',
    abuse: 'abuse@te.localhost',
    rebondA: `rebond+${rebonds[0]?.jeton}@te.localhost`,
    rebondB: `rebond+${rebonds[1]?.jeton}@te.localhost`,
  }
  const door = await dial(gateway.gateway.ports.smtp ?? 0)
  await door.reply()
  await door.say('EHLO cabinet.test')
  for (const [one, first] of Object.entries(kinds)) {
    for (const [other, second] of Object.entries(kinds)) {
      await door.say(`MAIL FROM:<${requerant.email}>`)
      t.equal((await door.say(`RCPT TO:<${first}>`)).code, 250, one)
      const { code, text } = await door.say(`RCPT TO:<${second}>`)
      t.equal(code, goTogether(one, other) ? 250 : 452, `${one}, then ${other}`)
      if (code === 452) t.match(text, /one-errand-a-mail/)
      await door.say('RSET')
    }
  }
  door.end()
})

t.test('each target of one request is asked', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, cardiologue } = gateway
  const D = 'te.localhost'
  const pairs: readonly (readonly [string, string, number])[] = [
    ['dermatologie', 'cardiologie', 2],
    [cardiologue.rpps, 'dermatologie', 2],
    ['dermatologie', cardiologue.rpps, 2],
    [dermatologue.rpps, 'dermatologie', 2],
    ['dermatologie', dermatologue.rpps, 2],
    [dermatologue.rpps, cardiologue.rpps, 2],
    ['demande', cardiologue.rpps, 1],
    ['teleexpertise', cardiologue.rpps, 1],
    [cardiologue.rpps, 'teleexpertise', 1],
  ]
  for (const [at, [one, other, slots]] of pairs.entries()) {
    const text = demande({ ...NAMED, 'Nom de naissance': `ESSAI-${'ABCDEFGHIJ'[at]}ART` })
    t.match(await requerant.asks(text, { to: `${one}@${D},${other}@${D}` }), /^250/)
    await gateway.settles()
    const [row] = await gateway.parts.db.query<{ n: number }>(
      `select count(distinct e.rang)::int as n from envoi e join dossier d on d.id = e.dossier
       where e.lettre = 'demandeAvis' and d.numero = $1`,
      [(await gateway.dossiers()).at(-1)?.numero],
    )
    t.equal(row?.n, slots, `${one}, ${other}`)
  }
})
