using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

/// <summary>The tables and statements that Orleans' ADO.NET providers work with, called as the providers call them: by key, with their parameters.</summary>
[Collection(PostgresCollection.Name)]
public sealed class OrleansScriptTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Active = 3;
    private NpgsqlDataSource? _source;

    public async Task InitializeAsync()
    {
        if (!PostgresTools.IsInstalled) return;
        var options = new JournalOptions { Store = JournalStore.Postgres, ConnectionString = await postgres.Server.CreateDatabaseAsync() };
        await using (await AdoNetJournal.OpenAsync(options, NullLoggerFactory.Instance))
        {
        }

        _source = NpgsqlDataSource.Create(options.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (_source is not null) await _source.DisposeAsync();
    }

    [PostgresFact]
    public async Task Join_WhenTheVersionWasSeen_MovesItOnce()
    {
        Assert.Equal(true, await AskAsync("InsertMembershipVersionKey"));
        Assert.Equal(false, await AskAsync("InsertMembershipVersionKey"));
        Assert.Equal(true, await JoinAsync(port: 1, version: 0));
        Assert.Equal(false, await JoinAsync(port: 2, version: 0));
        Assert.Equal(false, await JoinAsync(port: 1, version: 1));
        Assert.Equal(true, await JoinAsync(port: 2, version: 1));
        Assert.Equal([(1, 2), (2, 2)], await ReadSilosAsync("MembershipReadAllKey"));
        Assert.Equal([(2, 2)], await ReadSilosAsync("MembershipReadRowKey", Silo(2)));
    }

    [PostgresFact]
    public async Task Join_WhenManySawTheSameVersion_LetsOneIn()
    {
        await AskAsync("InsertMembershipVersionKey");
        var joined = await Task.WhenAll(Enumerable.Range(1, 16).Select(port => Task.Run(() => JoinAsync(port, version: 0))));
        Assert.Single(joined, true);
        Assert.Single(await ReadSilosAsync("MembershipReadAllKey"));
    }

    [PostgresFact]
    public async Task Update_WhenTheVersionIsOldOrTheSiloUnknown_ChangesNothing()
    {
        await AskAsync("InsertMembershipVersionKey");
        await JoinAsync(port: 1, version: 0);
        Assert.Equal(false, await UpdateAsync(port: 1, version: 0));
        Assert.Equal(false, await UpdateAsync(port: 9, version: 1));
        Assert.Equal(true, await UpdateAsync(port: 1, version: 1));
        Assert.Equal([(1, 2)], await ReadSilosAsync("MembershipReadAllKey"));
    }

    [PostgresFact]
    public async Task Gateways_WhenSilosAreActive_AreThoseWithAPort()
    {
        await AskAsync("InsertMembershipVersionKey");
        await JoinAsync(port: 1, version: 0);
        await JoinAsync(port: 2, version: 1, proxyPort: 0);
        await JoinAsync(port: 3, version: 2, status: 6);
        await using var command = await CommandAsync("GatewaysQueryKey", [new("Status", Active)]);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(("127.0.0.1", 7, 5), (reader.GetString(reader.GetOrdinal("Address")), reader.GetInt32(reader.GetOrdinal("ProxyPort")), reader.GetInt32(reader.GetOrdinal("Generation"))));
        Assert.False(await reader.ReadAsync());
    }

    [PostgresFact]
    public async Task Cleanup_WhenSilosAreLongGone_KeepsTheActiveOnes()
    {
        await AskAsync("InsertMembershipVersionKey");
        await JoinAsync(port: 1, version: 0);
        await JoinAsync(port: 2, version: 1, status: 6);
        await AskAsync("UpdateIAmAlivetimeKey", [.. Silo(1), new("IAmAliveTime", DateTime.UnixEpoch.AddDays(1))]);
        await AskAsync("UpdateIAmAlivetimeKey", [.. Silo(2), new("IAmAliveTime", DateTime.UnixEpoch.AddDays(1))]);
        await AskAsync("CleanupDefunctSiloEntriesKey", [new("IAmAliveTime", DateTime.UnixEpoch.AddDays(2))]);
        Assert.Equal([(1, 2)], await ReadSilosAsync("MembershipReadAllKey"));
        await AskAsync("DeleteMembershipTableEntriesKey");
        Assert.Empty(await ReadSilosAsync("MembershipReadAllKey"));
    }

    [PostgresFact]
    public async Task Write_WhenManyAreTheFirst_AcceptsOne()
    {
        var versions = await Task.WhenAll(Enumerable.Range(1, 16).Select(number => Task.Run(() => WriteAsync(version: null, (byte)number))));
        Assert.Single(versions, version => version is 1);
        Assert.Equal(15, versions.Count(version => version is null));
    }

    [PostgresFact]
    public async Task Write_WhenTheVersionIsOld_IsRefused()
    {
        Assert.Equal(1, await WriteAsync(version: null, 1));
        Assert.Equal(2, await WriteAsync(version: 1, 2));
        Assert.Null(await WriteAsync(version: 1, 3));
        Assert.Null(await WriteAsync(version: null, 4));
        Assert.Equal((byte[])[2], await AskAsync("ReadFromStorageKey", State()));
        Assert.Null(await AskAsync("ClearStorageKey", [.. State(), Version(1)]));
        Assert.Equal(3, await AskAsync("ClearStorageKey", [.. State(), Version(2)]));
        Assert.Equal(DBNull.Value, await AskAsync("ReadFromStorageKey", State()));
        Assert.Equal(4, await WriteAsync(version: 3, 5));
        Assert.Null(await AskAsync("DeleteStorageKey", [.. State(), Version(3)]));
        Assert.Equal(5, await AskAsync("DeleteStorageKey", [.. State(), Version(4)]));
        Assert.Null(await AskAsync("ReadFromStorageKey", State()));
    }

    private Task<object?> JoinAsync(int port, int version, int proxyPort = 7, int status = Active) => AskAsync(
        "InsertMembershipKey",
        [
            .. Silo(port), new("SiloName", "silo"), new("HostName", "host"), new("Status", status), new("ProxyPort", proxyPort),
            new("StartTime", DateTime.UnixEpoch), new("IAmAliveTime", DateTime.UtcNow), new("Version", version),
        ]);

    private Task<object?> UpdateAsync(int port, int version) => AskAsync(
        "UpdateMembershipKey", [.. Silo(port), new("Status", Active), new("SuspectTimes", "somebody"), new("IAmAliveTime", DateTime.UtcNow), new("Version", version)]);

    private Task<object?> WriteAsync(int? version, byte payload) =>
        AskAsync("WriteToStorageKey", [.. State(), Version(version), new("PayloadBinary", new[] { payload })]);

    private static NpgsqlParameter[] Silo(int port) => [new("Address", "127.0.0.1"), new("Port", port), new("Generation", 5)];

    private static NpgsqlParameter[] State() =>
    [
        new("GrainIdHash", 1), new("GrainIdN0", (object)0L), new("GrainIdN1", (object)0L), new("GrainTypeHash", 2), new("GrainTypeString", "subscriptions"),
        new("GrainIdExtensionString", "stock"), new("ServiceId", "omnichannel"),
    ];

    private static NpgsqlParameter Version(int? version) => new("GrainStateVersion", NpgsqlTypes.NpgsqlDbType.Integer) { Value = version ?? (object)DBNull.Value };

    private async Task<object?> AskAsync(string key, params NpgsqlParameter[] parameters)
    {
        await using var command = await CommandAsync(key, parameters);
        return await command.ExecuteScalarAsync();
    }

    private async Task<List<(int Port, int Version)>> ReadSilosAsync(string key, params NpgsqlParameter[] parameters)
    {
        await using var command = await CommandAsync(key, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var silos = new List<(int, int)>();
        while (await reader.ReadAsync())
        {
            if (!await reader.IsDBNullAsync(reader.GetOrdinal("StartTime"))) silos.Add((reader.GetInt32(reader.GetOrdinal("Port")), reader.GetInt32(reader.GetOrdinal("Version"))));
        }

        return [.. silos.Order()];
    }

    private async Task<NpgsqlCommand> CommandAsync(string key, IEnumerable<NpgsqlParameter> parameters)
    {
        await using var query = _source!.CreateCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = $1");
        query.Parameters.Add(new() { Value = key });
        var command = _source.CreateCommand((string)(await query.ExecuteScalarAsync())!);
        command.Parameters.Add(new("DeploymentId", "day"));
        command.Parameters.AddRange(parameters.ToArray());
        return command;
    }
}
