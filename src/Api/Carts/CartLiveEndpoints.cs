using System.Globalization;
using System.Text.Json;
using Omnichannel.Http;

namespace Omnichannel.Carts;

/// <summary>Every change of a cart, pushed to all devices that watch it: Server-Sent Events.</summary>
internal static class CartLiveEndpoints
{
    private const string LastEventId = "Last-Event-ID";
    private static readonly byte[] Start = "retry: 2000\n\n"u8.ToArray();
    private static readonly byte[] Heartbeat = ": \n\n"u8.ToArray();

    public static void MapCartLive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/carts/{cart}/live", WatchAsync)
            .Says(
                "Carts",
                "watchCart",
                "Watch a cart",
                "Server-Sent Events. First the cart itself (event: cart), or the events after Last-Event-ID; then every change, with the version of the cart as its id. Comments keep the connection alive.")
            .NeedsOwner()
            .WithMetadata(new ParameterNote(LastEventId, "The id of the last event that arrived: those after it come first.", "3")
            {
                IsHeader = true,
                Min = 0,
                Max = long.MaxValue,
            })
            .GivesText(200, "text/event-stream", "A stream without end.", CartExamples.Live)
            .Refuses(ProblemKinds.ParameterInvalid, ProblemKinds.Busy);

    private static async Task<IResult> WatchAsync(string cart, HttpContext http, IGrainFactory grains, CartLives lives, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        var (id, actor, lastSeen) = (Check.Identifier<CartId>("cart", cart), CartOwner.Of(http), LastSeen(http));
        var reply = await grains.Cart(cart).Cart(actor);
        if (StatusProblems.Of(reply.Status) is { } kind) return CartAnswer.Refusal(kind, reply.Cart);
        if (lives.Join(id, actor, reply.Cart!.Version) is not { } live) return new Problem(ProblemKinds.Busy, "As many devices watch carts as may.");
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
            var watch = new Watching(http.Response, grains.Cart(cart), live, actor, clock);
            await watch.RunAsync(reply.Cart, lastSeen, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The device went away, or the grid is stopping: it comes back with the id of the last event it saw.
        }
        finally
        {
            lives.Leave(id, live, actor);
        }

        return Results.Empty;
    }

    private static long? LastSeen(HttpContext http)
    {
        var given = http.Request.Headers[LastEventId];
        if (given.Count == 0) return null;
        var isVersion = long.TryParse(given.Count == 1 ? given[0] : null, NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        return isVersion ? version : throw new BadInputException(ProblemKinds.ParameterInvalid, LastEventId, $"{LastEventId} is the id of an event of this cart, given once.");
    }

    /// <summary>One device.</summary>
    private sealed class Watching(HttpResponse response, ICartGrain grain, CartLive live, CartActor actor, TimeProvider clock)
    {
        private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(Limits.LiveHeartbeatSeconds);
        private long _version;

        public async Task RunAsync(CartView cart, long? lastSeen, CancellationToken ending)
        {
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            await response.BodyWriter.WriteAsync(Start, ending);
            if (!await ShowAsync(cart, lastSeen, ending)) return;
            while (true)
            {
                var news = live.After(actor, _version);
                if (news.IsRefused) return;
                if (news.IsMissed && !await CatchUpAsync(ending)) return;
                foreach (var frame in news.Frames) await SendAsync(frame, ending);
                if (news.Frames.Count == 0 && !news.IsMissed) await WaitAsync(news.Next, ending);
            }
        }

        // From the journal what a device that was here before has missed; the cart itself to one that was not, or was away for too long.
        private async Task<bool> ShowAsync(CartView cart, long? lastSeen, CancellationToken ending)
        {
            if (lastSeen is { } seen && seen <= cart.Version && cart.Version - seen <= Limits.EventsPageMax)
            {
                _version = seen;
                return await CatchUpAsync(ending);
            }

            await SendAsync(CartFrame.Of(cart.Version, "cart", JsonSerializer.Serialize(cart, CartsJson.Default.CartView)), ending);
            return true;
        }

        // False when the device may not watch any more.
        private async Task<bool> CatchUpAsync(CancellationToken ending)
        {
            var reply = await grain.Events(actor, _version, Limits.EventsPageMax);
            foreach (var @event in reply.Events.Events) await SendAsync(CartFrame.Of(@event), ending);
            return reply.Status == CartStatus.Done;
        }

        private async Task SendAsync(CartFrame frame, CancellationToken ending)
        {
            await response.BodyWriter.WriteAsync(frame.Bytes, ending);
            _version = frame.Version;
        }

        private async Task WaitAsync(Task next, CancellationToken ending)
        {
            try
            {
                await next.WaitAsync(Quiet, clock, ending);
            }
            catch (TimeoutException)
            {
                await response.BodyWriter.WriteAsync(Heartbeat, ending);
            }
        }
    }
}
