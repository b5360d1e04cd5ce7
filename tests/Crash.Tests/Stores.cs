namespace Omnichannel.Crash;

/// <summary>The settings of a grid, as on the command line.</summary>
public static class Stores
{
    public static Dictionary<string, string> Sqlite(string file) => new() { ["Grid:Store"] = "Sqlite", ["Grid:ConnectionString"] = $"Data Source={file}" };

    public static Dictionary<string, string> Postgres(string connectionString) => new() { ["Grid:Store"] = "Postgres", ["Grid:ConnectionString"] = connectionString };
}
