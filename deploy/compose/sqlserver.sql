-- Repeatable: what is there already stays as it is.
IF DB_ID(N'grid') IS NULL CREATE DATABASE grid;
GO
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'grid' AND is_read_committed_snapshot_on = 0)
    ALTER DATABASE grid SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
-- Damaged pages are found when they are read; the log is kept until it is backed up.
ALTER DATABASE grid SET PAGE_VERIFY CHECKSUM;
ALTER DATABASE grid SET RECOVERY FULL;
ALTER DATABASE grid SET DELAYED_DURABILITY = DISABLED;
GO
IF SUSER_ID(N'grid') IS NULL CREATE LOGIN grid WITH PASSWORD = N'$(GRID_PASSWORD)', DEFAULT_DATABASE = grid;
GO
USE grid;
GO
IF USER_ID(N'grid') IS NULL CREATE USER grid FOR LOGIN grid;
ALTER ROLE db_owner ADD MEMBER grid;
GO
