using Xunit;

namespace Omnichannel.Testing;

/// <summary>The databases of a collection of tests, on the SQL Server that they were told of; they go when the tests are done.</summary>
public sealed class SqlServerFixture : IAsyncLifetime
{
    private readonly List<string> _connectionStrings = [];

    /// <summary>A new, empty database, in which a SELECT sees one state.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var connectionString = await SqlServerTools.CreateDatabaseAsync();
        _connectionStrings.Add(connectionString);
        return connectionString;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var connectionString in _connectionStrings) await SqlServerTools.DropDatabaseAsync(connectionString);
    }
}
