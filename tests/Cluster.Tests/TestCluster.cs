using System.Globalization;
using Npgsql;
using Omnichannel.Crash;
using Omnichannel.Testing;

namespace Omnichannel.Cluster;

/// <summary>Silos and a front end as an operator runs them: processes of their own on one PostgreSQL.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";
    private const int StartsMax = 5;
    private static readonly TimeSpan EvictionLimit = TimeSpan.FromSeconds(90);
    private static readonly string MasterKey = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);
    private readonly string _id;
    private readonly string _database;
    private readonly SiloNetwork? _network;
    private readonly Func<int, IReadOnlyDictionary<string, string>>? _environment;
    private readonly SortedList<int, GridProcess> _silos = [];
    private readonly Dictionary<GridProcess, int> _ports = [];
    private int _started;

    private TestCluster(string id, string database, SiloNetwork? network, Func<int, IReadOnlyDictionary<string, string>>? environment) =>
        (_id, _database, _network, _environment) = (id, database, network, environment);

    /// <summary>In the order of their addresses.</summary>
    public IReadOnlyList<GridProcess> Silos => [.. _silos.Values];

    public GridProcess Api { get; private set; } = null!;

    /// <summary>Where its customers knock: at the front end, unless there is a wire of the test between.</summary>
    public Uri Door
    {
        get => field ?? Api.Address;
        set;
    }

    /// <summary>A connection to the database of its journal, as from this machine's own network; not opened yet.</summary>
    public NpgsqlConnection Journal() => new(_database + ";Pooling=false");

    /// <summary>What all its processes have printed.</summary>
    public string Output => string.Join("\n", [$"== Api\n{Api.Output}", .. Silos.Select((silo, index) => $"== silo {index + 1}\n{Tail(silo.Output)}")]);

    /// <param name="id">Clusters of different ids do not know each other.</param>
    /// <param name="network">Where the silos live; null for this machine's own.</param>
    /// <param name="environment">Further variables of the environment of a silo, by its number from 1.</param>
    public static async Task<TestCluster> StartAsync(
        string database, int silosCount = 3, string id = "day", SiloNetwork? network = null, Func<int, IReadOnlyDictionary<string, string>>? environment = null)
    {
        var cluster = new TestCluster(id, database, network, environment);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, silosCount).Select(_ => cluster.AddSiloAsync()));
            await cluster.AddApiAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a process needs to be told to be part of a cluster.</summary>
    public static Dictionary<string, string> SettingsOf(string database, string id) => new(Stores.Postgres(database)) { ["Cluster:Id"] = id };

    public async Task<GridProcess> AddSiloAsync()
    {
        var index = Interlocked.Increment(ref _started);
        var (siloPort, gatewayPort) = (GridProcess.FreePort(), GridProcess.FreePort());
        var program = _network?.Silo(index) ?? new GridProgram("Omnichannel.Silo", Loopback, []);
        var settings = new Dictionary<string, string>(SettingsOf(_network?.Seen(_database) ?? _database, _id))
        {
            ["Cluster:Address"] = program.Host,
            ["Cluster:SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
            ["Cluster:GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
            ["Grid:MasterKey"] = MasterKey,
        };
        var silo = await GridProcess.StartAsync(settings, _environment?.Invoke(index), program);
        lock (_silos)
        {
            _silos.Add(index, silo);
            _ports[silo] = siloPort;
        }

        return silo;
    }

    public async Task AddApiAsync() => Api = await GridProcess.StartAsync(SettingsOf(_database, _id));

    /// <summary>Waits until the others have declared a silo dead.</summary>
    public Task EvictedAsync(GridProcess silo) => EvictedAsync(dead => dead.Contains(silo));

    /// <summary>Waits until somebody has been declared dead.</summary>
    public Task SomebodyEvictedAsync() => EvictedAsync(dead => dead.Count > 0);

    /// <summary>Starts a silo again, as whatever runs silos does: also when it was declared dead for being slow while it started, and ended.</summary>
    public static async Task RestartAsync(GridProcess silo)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await silo.RestartAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < StartsMax && !silo.IsRunning)
            {
                // Its output says why; the last attempt tells.
            }
        }
    }

    /// <summary>Whoever was declared dead finds out, ends itself, and is started again.</summary>
    public async Task RestartEvictedAsync()
    {
        foreach (var silo in await DeadAsync())
        {
            await silo.EndedAsync(EvictionLimit);
            await RestartAsync(silo);
        }
    }

    /// <summary>Everybody is back: also who is dead already, and whom nobody declared so.</summary>
    public async Task RestartDeadAsync()
    {
        await RestartEvictedAsync();
        foreach (var silo in Silos.Where(silo => !silo.IsRunning)) await RestartAsync(silo);
    }

    private async Task EvictedAsync(Func<IReadOnlyList<GridProcess>, bool> isEnough)
    {
        using var deadline = new CancellationTokenSource(EvictionLimit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!isEnough(await DeadAsync())) await ticks.WaitForNextTickAsync(deadline.Token);
    }

    // The newest entry of a port is the process that runs there now; 6 is Dead.
    private async Task<IReadOnlyList<GridProcess>> DeadAsync()
    {
        await using var source = NpgsqlDataSource.Create(_database + ";Pooling=false");
        await using var command = source.CreateCommand(
            "SELECT DISTINCT ON (address, port) address, port, status FROM orleans_silos WHERE deployment_id = $1 ORDER BY address, port, generation DESC");
        command.Parameters.Add(new() { Value = _id });
        var dead = new List<int>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (reader.GetInt32(2) == 6) dead.Add(reader.GetInt32(1));
        }

        return [.. Silos.Where(silo => dead.Contains(_ports[silo]))];
    }

    public async ValueTask DisposeAsync()
    {
        if (Api is not null) await Api.DisposeAsync();
        foreach (var silo in Silos) await silo.DisposeAsync();
    }

    private static string Tail(string text) => text.Length <= 6_000 ? text : text[^6_000..];
}
