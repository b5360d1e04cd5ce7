using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Omnichannel.Testing;

namespace Omnichannel.Api;

/// <summary>The front end as it ships: real Kestrel on a free port, real grains, a real SQLite file.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly TemporaryFolder? _folder;

    private ApiServer(WebApplication app, TemporaryFolder? folder)
    {
        App = app;
        _folder = folder;
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new(new HttpClient { BaseAddress = Address });
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    public ApiClient Client { get; }

    /// <param name="file">A journal that outlives this server; null for one of its own.</param>
    /// <param name="add">Routes that only the test has.</param>
    public static async Task<ApiServer> StartAsync(string? file = null, Action<WebApplication>? add = null, params string[] settings)
    {
        var folder = file is null ? new TemporaryFolder() : null;
        string[] args = ["--urls=http://127.0.0.1:0", $"--Grid:ConnectionString=Data Source={file ?? folder!.File("grid.db")}", .. settings];
        var app = ApiHost.Build(args);
        add?.Invoke(app);
        await app.StartAsync();
        var server = new ApiServer(app, folder);
        if (add is null) await server.Client.ReadDocumentAsync(); // That of any other would know the routes of its test.
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        _folder?.Dispose();
    }
}

/// <summary>One server for the tests that bring their own SKUs.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private ApiServer? _server;

    public ApiServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SharedServerTests : ICollectionFixture<SharedServer>
{
    public const string Name = "one server";
}
