using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Omnichannel.Testing;

/// <summary>A scratch PostgreSQL server on its own folder and port: gone when disposed, stopped at the latest when the process exits.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int StartAttemptsMax = 3;
    private const string FolderPrefix = "omnichannel-pg-";
    private const string User = "postgres";
    private const string Loopback = "127.0.0.1";

    private static int _serversCount;
    private static int _databasesCount;

    private const int ConnectionsMaxDefault = 200;

    private readonly PostgresTools _tools;
    private readonly int _connectionsMax;
    private readonly string _folder;
    private readonly EventHandler _onExit;
    private string _addresses = Loopback;

    private PostgresServer(PostgresTools tools, int connectionsMax)
    {
        (_tools, _connectionsMax) = (tools, connectionsMax);
        _folder = Path.Combine(Path.GetTempPath(), $"{FolderPrefix}{Environment.ProcessId}-{Interlocked.Increment(ref _serversCount)}");
        _onExit = (_, _) => StopAsync("immediate").GetAwaiter().GetResult();
    }

    public int Port { get; private set; }

    private string DataFolder => Path.Combine(_folder, "data");

    /// <exception cref="InvalidOperationException">PostgreSQL is not installed; see <see cref="PostgresTools.IsInstalled"/>.</exception>
    /// <param name="alsoOn">A further address of this machine where it is reached, by whoever is in the same /16 network; null for none.</param>
    public static async Task<PostgresServer> CreateAsync(string? alsoOn = null, int connectionsMax = ConnectionsMaxDefault)
    {
        var tools = PostgresTools.Found ?? throw new InvalidOperationException(PostgresTools.MissingReason);
        await DeleteAbandonedAsync(tools);
        var server = new PostgresServer(tools, connectionsMax) { _addresses = alsoOn is null ? Loopback : $"{Loopback},{alsoOn}" };
        AppDomain.CurrentDomain.ProcessExit += server._onExit;
        await PostgresTools.MakeFolderAsync(server._folder);
        await tools.RunAsync("initdb", "-D", server.DataFolder, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        if (alsoOn is not null) await File.AppendAllTextAsync(Path.Combine(server.DataFolder, "pg_hba.conf"), $"\nhost all all {alsoOn}/16 trust\n");
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the server, after <see cref="StopAsync"/> on the same port and data.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            // Somebody else may take the port between finding it free and using it.
            var port = Port > 0 ? Port : FreePort();
            try
            {
                var settings = $"-p {port} -k {_folder} -c listen_addresses={_addresses} -c max_connections={_connectionsMax}";
                await _tools.RunAsync("pg_ctl", "start", "-w", "-D", DataFolder, "-l", Path.Combine(_folder, "log"), "-o", settings);
                Port = port;
                return;
            }
            catch (InvalidOperationException) when (Port == 0 && attempt < StartAttemptsMax)
            {
                // The next attempt takes another port; the last one tells.
            }
        }
    }

    /// <param name="mode">As pg_ctl calls it: <c>fast</c> ends all sessions and writes a checkpoint, <c>immediate</c> is a crash.</param>
    public async Task StopAsync(string mode)
    {
        if (File.Exists(Path.Combine(DataFolder, "postmaster.pid"))) await _tools.RunAsync("pg_ctl", "stop", "-w", "-D", DataFolder, "-m", mode);
    }

    /// <summary>SIGKILL to one of its processes; the postmaster then restarts all of them.</summary>
    public void Kill(int process)
    {
        if (!ProcessIds().Contains(process)) throw new ArgumentException($"{process} is not a process of this server.", nameof(process));
        using var victim = Process.GetProcessById(process);
        victim.Kill();
    }

    /// <summary>SIGKILL to the postmaster, the end of all that is left of it, and a new start on the same data.</summary>
    public async Task CrashAsync()
    {
        var processes = ProcessIds().Select(Process.GetProcessById).ToList();
        foreach (var process in processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        File.Delete(Path.Combine(DataFolder, "postmaster.pid"));
        await StartAsync();
    }

    /// <summary>The postmaster, first, and all its children.</summary>
    public IReadOnlyList<int> ProcessIds()
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(DataFolder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var children = Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(name => name.All(char.IsAsciiDigit)).Where(name => ParentOf(name) == postmaster);
        return [postmaster, .. children.Select(name => int.Parse(name, CultureInfo.InvariantCulture))];
    }

    /// <returns>The connection string of a new, empty database.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"grid_{Interlocked.Increment(ref _databasesCount)}");
        await using var source = NpgsqlDataSource.Create(ConnectionString(User) + ";Pooling=false");
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= _onExit;
        await StopAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) => $"Host={Loopback};Port={Port};Username={User};Database={database}";

    private static int ParentOf(string process)
    {
        try
        {
            // "pid (name) state parent ..."
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A test run that was killed could not clean up; its process id in the name says that it is gone.
    private static async Task DeleteAbandonedAsync(PostgresTools tools)
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            var owner = Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0];
            if (Directory.Exists($"/proc/{owner}")) continue;
            var data = Path.Combine(folder, "data");
            if (File.Exists(Path.Combine(data, "postmaster.pid"))) await tools.TryRunAsync("pg_ctl", "stop", "-w", "-D", data, "-m", "immediate");
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another test run had the same idea.
            }
        }
    }
}
