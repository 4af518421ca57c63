create table if not exists wipsy_keys (
  key text collate "C" primary key,
  state text not null,
  token text not null,
  changed_at bigint not null,
  record text not null
);
create index if not exists wipsy_keys_by_state on wipsy_keys (state, key);
