using Xunit;

namespace Omnichannel.Testing;

/// <summary>One server for all classes of a collection. Idle where PostgreSQL is not installed: the tests are skipped then.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server ?? throw new InvalidOperationException(PostgresTools.MissingReason);

    public async Task InitializeAsync()
    {
        if (PostgresTools.IsInstalled) _server = await PostgresServer.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
