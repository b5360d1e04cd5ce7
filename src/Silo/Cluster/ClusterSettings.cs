using System.Data.Common;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Omnichannel.Storage;

namespace Omnichannel.Silo.Cluster;

/// <summary>The section <c>Cluster</c> of the configuration: how the silos of one grid find each other, and how they are found.</summary>
/// <param name="Id">Silos and clients of one id are one cluster.</param>
/// <param name="HasSiloInside">Whether this process has grains of its own.</param>
/// <param name="Address">Where others reach this silo; null for the address of this machine.</param>
/// <param name="SiloPort">For other silos.</param>
/// <param name="GatewayPort">For clients.</param>
/// <param name="Provider">The name of the ADO.NET provider that reads the membership; null when this process is the whole cluster.</param>
public sealed record ClusterSettings(string Id, bool HasSiloInside, IPAddress? Address, int SiloPort, int GatewayPort, string? Provider, string ConnectionString)
{
    /// <summary>The value of <c>Cluster:Silo</c> for a process that has grains.</summary>
    public const string Inside = "inside";

    private const string IdDefault = "omnichannel";
    private const int SiloPortDefault = 11111;
    private const int GatewayPortDefault = 30000;
    private const string Apart = "apart";

    /// <exception cref="GridSettingsException">A setting means nothing, or does not go with the store.</exception>
    public static ClusterSettings From(IConfiguration configuration, GridSettings grid)
    {
        var cluster = configuration.GetSection("Cluster");
        var provider = ProviderOf(grid.Journal.Store);
        var silo = cluster["Silo"]?.ToLowerInvariant() ?? (provider is null ? Inside : Apart);
        if (silo is not (Inside or Apart)) throw new GridSettingsException($"Cluster:Silo is '{cluster["Silo"]}'. Set it to '{Inside}' (this process has grains) or '{Apart}' (silos have them).");
        if (silo == Apart && provider is null)
            throw new GridSettingsException($"Grid:Store={grid.Journal.Store} is for one process. Silos apart share a server: set Grid:Store and Grid:ConnectionString to one.");
        return new(
            cluster["Id"] ?? IdDefault,
            silo == Inside,
            AddressOf(cluster["Address"]),
            PortOf(cluster, nameof(SiloPort), SiloPortDefault),
            PortOf(cluster, nameof(GatewayPort), GatewayPortDefault),
            provider,
            Encrypted(grid.Journal));
    }

    private static string? ProviderOf(JournalStore store) => store switch
    {
        JournalStore.Sqlite => null,
        JournalStore.Postgres => "Npgsql",
        JournalStore.SqlServer => "Microsoft.Data.SqlClient",
        _ => throw new GridSettingsException($"Grid:Store={store} has no membership of silos."),
    };

    // As the journal does: what the connection carries is for nobody else, unless the operator said so.
    private static string Encrypted(JournalOptions journal)
    {
        var told = new DbConnectionStringBuilder { ConnectionString = journal.ConnectionString };
        if (journal.Store == JournalStore.SqlServer && !told.ContainsKey("Encrypt")) told["Encrypt"] = "True";
        return told.ConnectionString;
    }

    private static IPAddress? AddressOf(string? text)
    {
        if (text is null) return null;
        return IPAddress.TryParse(text, out var address) ? address : throw new GridSettingsException($"Cluster:Address is '{text}'. Set it to the IP address where other silos and clients reach this one.");
    }

    private static int PortOf(IConfigurationSection cluster, string key, int whenLeftOut)
    {
        if (cluster[key] is not { } text) return whenLeftOut;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort) return port;
        throw new GridSettingsException($"Cluster:{key} is '{text}'. Set it to a port, 1 to {IPEndPoint.MaxPort}.");
    }
}
