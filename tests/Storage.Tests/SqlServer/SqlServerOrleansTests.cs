using System.Data;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Testing;

namespace Omnichannel.Storage.SqlServer;

/// <summary>The statements that Orleans' ADO.NET providers run, called as these call them.</summary>
[RequiresSqlServer]
[Collection(SqlServerCollection.Name)]
public sealed class SqlServerOrleansTests(SqlServerFixture sqlServer) : IAsyncLifetime
{
    private static readonly DateTime _now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private JournalOptions _options = null!;

    public async Task InitializeAsync()
    {
        if (SqlServerTools.MissingReason is not null) return;
        _options = await SqlServerJournalTests.OptionsOnAsync(sqlServer);
        await (await AdoNetJournal.OpenAsync(_options, NullLoggerFactory.Instance)).DisposeAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [StoreFact]
    public async Task Join_WhenTwoSilosSawTheSameVersion_SucceedsForOne()
    {
        Assert.True(IsTrue(await RunAsync("InsertMembershipVersionKey")));
        Assert.False(IsTrue(await RunAsync("InsertMembershipVersionKey")));

        Assert.True(await JoinAsync(port: 1, version: 0));
        Assert.False(await JoinAsync(port: 2, version: 0));
        Assert.False(await JoinAsync(port: 1, version: 1));
        Assert.True(await JoinAsync(port: 2, version: 1));

        var silos = await RunAsync("MembershipReadAllKey");
        Assert.Equal([2, 2], silos.Select(silo => (int)silo["Version"]!));
        Assert.Equal([1, 2], silos.Select(silo => (int)silo["Port"]!).Order());
        Assert.All(silos, silo => Assert.Equal(("10.0.0.1", _now, null), (silo["Address"], silo["StartTime"], silo["SuspectTimes"])));
    }

    [StoreFact]
    public async Task Update_WhenTheVersionIsNotTheNewest_ChangesNothing()
    {
        await RunAsync("InsertMembershipVersionKey");
        await JoinAsync(port: 1, version: 0);

        Assert.False(await UpdateAsync(port: 1, version: 0, status: 6));
        Assert.True(await UpdateAsync(port: 1, version: 1, status: 3));
        Assert.False(await UpdateAsync(port: 9, version: 2, status: 6));

        var silo = Assert.Single(await RunAsync("MembershipReadRowKey", Silo(port: 1)));
        Assert.Equal((3, 2, "10.0.0.2:5@1,2026"), (silo["Status"], silo["Version"], silo["SuspectTimes"]));
        Assert.Equal(30000, Assert.Single(await RunAsync("GatewaysQueryKey", ("Status", 3)))["ProxyPort"]);
        Assert.Null(Assert.Single(await RunAsync("MembershipReadRowKey", Silo(port: 9)))["Address"]);
    }

    [StoreFact]
    public async Task Write_WhenManySawNoState_SucceedsForOne()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(version: null, [(byte)writer]))));

        Assert.Single(written, rows => rows.Count == 1);
        Assert.Equal(1, Assert.Single(await RunAsync("ReadFromStorageKey", State(version: null)))["Version"]);
    }

    [StoreFact]
    public async Task Write_WhenTheStateWasChangedMeanwhile_IsFenced()
    {
        Assert.Equal(1, Single(await WriteAsync(version: null, [1])));
        Assert.Equal(2, Single(await WriteAsync(version: 1, [2])));
        Assert.Empty(await WriteAsync(version: 1, [3]));
        Assert.Empty(await WriteAsync(version: null, [3]));
        Assert.Equal(new byte[] { 2 }, Assert.Single(await RunAsync("ReadFromStorageKey", State(version: null)))["PayloadBinary"]);

        Assert.Empty(await RunAsync("ClearStorageKey", State(version: 1)));
        Assert.Equal(3, Single(await RunAsync("ClearStorageKey", State(version: 2))));
        Assert.Null(Assert.Single(await RunAsync("ReadFromStorageKey", State(version: null)))["PayloadBinary"]);
        Assert.Equal(4, Single(await RunAsync("DeleteStorageKey", State(version: 3))));
        Assert.Empty(await RunAsync("ReadFromStorageKey", State(version: null)));
    }

    [StoreFact]
    public async Task Forget_LeavesWhoeverServes()
    {
        await RunAsync("InsertMembershipVersionKey");
        await JoinAsync(port: 1, version: 0);
        await JoinAsync(port: 2, version: 1);
        await UpdateAsync(port: 2, version: 2, status: 3);

        await RunAsync("UpdateIAmAlivetimeKey", [.. Silo(port: 1), ("IAmAliveTime", _now.AddSeconds(1))]);
        await RunAsync("CleanupDefunctSiloEntriesKey", ("IAmAliveTime", _now.AddDays(1)));
        Assert.Equal(2, Assert.Single(await RunAsync("MembershipReadAllKey"))["Port"]);

        await RunAsync("DeleteMembershipTableEntriesKey");
        Assert.Empty(await RunAsync("MembershipReadAllKey"));
    }

    private static (string, object?)[] Silo(int port) => [("Address", "10.0.0.1"), ("Port", port), ("Generation", 7)];

    private async Task<bool> JoinAsync(int port, int version) => IsTrue(await RunAsync(
        "InsertMembershipKey",
        [.. Silo(port), ("Version", version), ("SiloName", "s"), ("HostName", "h"), ("Status", 2), ("ProxyPort", 30000), ("StartTime", _now), ("IAmAliveTime", _now)]));

    private async Task<bool> UpdateAsync(int port, int version, int status) => IsTrue(await RunAsync(
        "UpdateMembershipKey", [.. Silo(port), ("Version", version), ("Status", status), ("SuspectTimes", "10.0.0.2:5@1,2026"), ("IAmAliveTime", _now)]));

    private static (string, object?)[] State(int? version) =>
    [
        ("GrainIdHash", 1), ("GrainIdN0", 0L), ("GrainIdN1", 5L), ("GrainTypeHash", 2), ("GrainTypeString", "pubsub"), ("GrainIdExtensionString", "feed/0"),
        ("ServiceId", "omnichannel"), ("GrainStateVersion", version),
    ];

    private Task<List<Dictionary<string, object?>>> WriteAsync(int? version, byte[] payload) => RunAsync("WriteToStorageKey", [.. State(version), ("PayloadBinary", payload)]);

    private static object Single(List<Dictionary<string, object?>> rows) => Assert.Single(Assert.Single(rows)).Value!;

    private static bool IsTrue(List<Dictionary<string, object?>> rows) => Convert.ToBoolean(Single(rows), CultureInfo.InvariantCulture);

    private async Task<List<Dictionary<string, object?>>> RunAsync(string key, params (string Name, object? Value)[] arguments)
    {
        using var dialect = JournalDialect.For(_options);
        await using var connection = await dialect.ConnectForWritingAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT QueryText FROM OrleansQuery WHERE QueryKey = '{key}'";
        command.CommandText = (string)(await command.ExecuteScalarAsync())!;
        foreach (var (name, value) in arguments.Prepend(("DeploymentId", "grid")))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            if (value is null) parameter.DbType = DbType.Int32;
            command.Parameters.Add(parameter);
        }

        var rows = new List<Dictionary<string, object?>>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var columns = Enumerable.Range(0, reader.FieldCount);
            rows.Add(columns.ToDictionary(reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column), StringComparer.OrdinalIgnoreCase));
        }

        return rows;
    }
}
