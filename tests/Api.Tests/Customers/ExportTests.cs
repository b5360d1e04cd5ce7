using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Omnichannel.Customers;

namespace Omnichannel.Api.Customers;

/// <summary>The document with everything that is held on a person.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task Export_OfALongHistory_LeavesPageByPage()
    {
        const int Changes = 400;
        await using var server = await ApiServer.StartAsync();
        var ada = await server.Client.RegisterAsync();
        for (var number = 0; number < Changes; number++) (await server.Client.PatchAsync(ada, $$"""{"title":"{{new string('x', 100)}}{{number}}"}""")).Is(HttpStatusCode.OK);
        var body = new WatchedBody();
        var http = new DefaultHttpContext { RequestServices = server.App.Services };
        http.Response.Body = body;

        await (await CustomerExport.OfAsync(new(ada), server.App.Services.GetRequiredService<IGrainFactory>(), TimeProvider.System)).ExecuteAsync(http);
        await http.Response.BodyWriter.FlushAsync();

        Assert.True(body.Length > Changes * 100, $"{body.Length} bytes are no such history.");
        Assert.True(body.FlushesCount >= Changes / Limits.EventsPageDefault, $"It left {body.FlushesCount} times.");
    }

    /// <summary>What a client would have been sent, and when.</summary>
    private sealed class WatchedBody : MemoryStream
    {
        public int FlushesCount { get; private set; }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            FlushesCount++;
            return base.FlushAsync(cancellationToken);
        }
    }
}
