-- Acts older than 0131 are judged anew, too, when the directory changes: where it gives one of the two parties no AM number,
-- what is billed of him was written. Under which number he is billed stands in the encrypted record alone: where the
-- directory gives one, nothing here tells whether another was written.
update acte a set numero_ecrit = true
  where not a.numero_ecrit and exists (
    select from (values (a.executant_rpps),
                        ((select d.requerant_rpps from dossier d where d.numero = a.dossier))) as partie (rpps)
    where partie.rpps is not null and not exists (
      select from professionnel p
      where p.rpps = partie.rpps and p.disparu_le is null and p.numero_am is not null));
