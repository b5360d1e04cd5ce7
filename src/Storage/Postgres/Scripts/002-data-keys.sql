-- One wrapped key per owner. A key that was destroyed leaves its row behind, empty: the owner never gets another one.
CREATE TABLE data_keys (
    owner      text COLLATE "C" PRIMARY KEY,
    master_key text COLLATE "C",
    wrapped    bytea,
    CHECK ((master_key IS NULL) = (wrapped IS NULL))
);

CREATE INDEX data_keys_master ON data_keys (master_key) WHERE master_key IS NOT NULL;
