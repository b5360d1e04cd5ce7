-- One wrapped key per owner. A key that was destroyed leaves its row behind, empty: the owner never gets another one.
CREATE TABLE data_keys (
    owner      nvarchar(400)  COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT data_keys_key PRIMARY KEY CLUSTERED,
    master_key nvarchar(100)  COLLATE Latin1_General_BIN2 NULL,
    wrapped    varbinary(512) NULL,
    CONSTRAINT data_keys_whole CHECK ((master_key IS NULL AND wrapped IS NULL) OR (master_key IS NOT NULL AND wrapped IS NOT NULL))
);

CREATE INDEX data_keys_master ON data_keys (master_key) WHERE master_key IS NOT NULL;
