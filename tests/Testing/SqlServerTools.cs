using System.Data.Common;
using System.Reflection;

namespace Omnichannel.Testing;

/// <summary>A SQL Server, or what speaks its protocol, that the person who runs the tests has named.</summary>
public static class SqlServerTools
{
    /// <summary>The connection string of a login that may create databases.</summary>
    public const string Variable = "GRID_TEST_SQLSERVER";

    private const string FactoryName = "Microsoft.Data.SqlClient.SqlClientFactory, Microsoft.Data.SqlClient";

    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>Why tests on it cannot run here; null when they can.</summary>
    public static string? MissingReason =>
        ConnectionString is null ? $"No SQL Server is known: set {Variable} to the connection string of one."
        : Type.GetType(FactoryName) is null ? "This build has no Microsoft.Data.SqlClient: build with -p:SqlClientVersion=VERSION."
        : null;

    internal static async Task<string> CreateDatabaseAsync()
    {
        var name = $"grid_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        await ExecuteAsync(
            $"IF EXISTS (SELECT 1 FROM sys.databases WHERE name = '{name}' AND is_read_committed_snapshot_on = 0) EXEC('ALTER DATABASE {name} SET READ_COMMITTED_SNAPSHOT ON')");
        return new DbConnectionStringBuilder { ConnectionString = ConnectionString!, ["Database"] = name }.ConnectionString;
    }

    internal static Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE {new DbConnectionStringBuilder { ConnectionString = connectionString }["Database"]}");

    private static async Task ExecuteAsync(string sql)
    {
        var factory = (DbProviderFactory)Type.GetType(FactoryName, throwOnError: true)!.GetField("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        await using var connection = factory.CreateConnection()!;
        connection.ConnectionString = new DbConnectionStringBuilder { ConnectionString = ConnectionString, ["Pooling"] = "false" }.ConnectionString;
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 120);
        await command.ExecuteNonQueryAsync();
    }
}
