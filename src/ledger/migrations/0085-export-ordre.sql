-- An export is read by pages, in its own order: without this each page would sort the whole of it.
create index if not exists export_acte_ordre on export_acte (export, ordre);
