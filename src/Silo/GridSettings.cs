using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Omnichannel.Storage;

namespace Omnichannel.Silo;

/// <summary>A setting that the grid cannot start with. The message says which, and what would be right.</summary>
public sealed class GridSettingsException(string message) : Exception(message);

/// <summary>The section <c>Grid</c> of the configuration.</summary>
/// <param name="Place">Where the data is, without secrets; for people.</param>
/// <param name="MasterKey">What wraps the keys of customers.</param>
public sealed record GridSettings(JournalOptions Journal, string Place, MasterKeySource MasterKey)
{
    private const string FileDefault = "data/grid.db";

    /// <exception cref="GridSettingsException">A setting is missing or means nothing.</exception>
    public static GridSettings From(IConfiguration configuration)
    {
        var grid = configuration.GetSection("Grid");
        if (!Enum.TryParse<JournalStore>(grid["Store"] ?? nameof(JournalStore.Sqlite), ignoreCase: true, out var store) || store == JournalStore.None || !Enum.IsDefined(store))
            throw new GridSettingsException($"Grid:Store is '{grid["Store"]}'. Set it to one of: {string.Join(", ", Enum.GetNames<JournalStore>().Skip(1))}.");

        var connectionString = grid["ConnectionString"];
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            if (store != JournalStore.Sqlite) throw new GridSettingsException($"Grid:ConnectionString is missing. With Grid:Store={store} it says which database holds the journal.");
            connectionString = $"Data Source={FileDefault}";
        }

        var options = new JournalOptions { Store = store, ConnectionString = connectionString, ShardCount = Shards(grid["Shards"]) };
        return new(options, Describe(connectionString), MasterKeySource.From(grid, FolderOf(options)));
    }

    private static int? Shards(string? text)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Limits.JournalShardsMax) return count;
        throw new GridSettingsException($"Grid:Shards is '{text}'. Set it to a number from 1 to {Limits.JournalShardsMax}, or leave it out.");
    }

    // Beside the file of the journal, or where that file would be by default.
    private static string FolderOf(JournalOptions options)
    {
        var file = options.Store == JournalStore.Sqlite ? new DbConnectionStringBuilder { ConnectionString = options.ConnectionString }["Data Source"].ToString() : FileDefault;
        return Path.GetDirectoryName(Path.GetFullPath(string.IsNullOrEmpty(file) ? FileDefault : file)) ?? ".";
    }

    private static string Describe(string connectionString)
    {
        DbConnectionStringBuilder parts;
        try
        {
            parts = new() { ConnectionString = connectionString };
        }
        catch (ArgumentException malformed)
        {
            throw new GridSettingsException($"Grid:ConnectionString is not a connection string: {malformed.Message}");
        }

        if (parts.TryGetValue("Data Source", out var file) && !parts.ContainsKey("Database") && !parts.ContainsKey("Initial Catalog")) return Path.GetFullPath(file.ToString() ?? "");
        string[] told = ["Host", "Server", "Data Source", "Port", "Database", "Initial Catalog"];
        return string.Join(' ', told.Where(parts.ContainsKey).Select(key => $"{key.ToLowerInvariant()}={parts[key]}"));
    }
}
