-- Who answers for a requis while he is away, where he or the coordinator named one.
alter table absence add column delegue text;
