using System.Globalization;
using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>The stock of one SKU at one location: its figures, its movements, its events.</summary>
public static class StockEndpoints
{
    private const string Path = "/v1/stock/{sku}/{location}";
    private const string Tag = "Stock";
    private const string Example = """{"sku":"MUG-1","location":"london","onHand":10,"reserved":2,"safetyStock":0,"available":8,"version":2}""";
    private const string EventsExample =
        """
        {"events":[{"version":1,"type":"stock-received","at":"2026-11-22T10:00:00+00:00",
         "movementId":"delivery-77","quantity":10,"onHandDelta":10}],"nextAfter":null}
        """;

    public static void MapStock(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "stock", "Read the stock", "The figures as of the last durable event. The ETag is the version: If-None-Match saves the body.")
            .TakesConsistency()
            .Gives<StockView>(200, "The stock. One that was never touched reads as 0 at version 0.", Example)
            .GivesText(304, "", "The version is the one of If-None-Match.", "");
        routes.MapPost(Path + "/movements", MoveAsync)
            .Says(
                Tag,
                "moveStock",
                "Move stock",
                "receive, adjust (signed, with a reason), count (absolute, with the version it saw), "
                + "sell (a till's completed sale, always accepted), transfer-out, transfer-in.")
            .NeedsKey()
            .Takes<MovementBody>("""{"type":"receive","quantity":10,"reason":"delivery","reference":"po-12","channel":"store"}""")
            .Gives<StockView>(200, "The stock right after the movement; a repeat is given the same figures again.", Example)
            .Refuses(
                ProblemKinds.TypeOutOfRange, ProblemKinds.QuantityOutOfRange, ProblemKinds.TextOutOfRange, ProblemKinds.ReasonMissing,
                ProblemKinds.VersionOutOfRange, ProblemKinds.ChannelInvalid, ProblemKinds.InsufficientStock, ProblemKinds.OnHandOutOfRange,
                ProblemKinds.VersionMismatch,
                ProblemKinds.IdempotencyKeyReused, ProblemKinds.TooManyMovements);
        routes.MapPut(Path + "/safety-stock", SetSafetyStockAsync)
            .Says(Tag, "setSafetyStock", "Set the safety stock", "Withholds units from every channel. Repeating is harmless.")
            .Takes<SafetyStockBody>("""{"quantity":5}""")
            .Gives<StockView>(200, "The stock.", Example)
            .Refuses(ProblemKinds.QuantityOutOfRange);
        routes.MapGet(Path + "/events", ReadEventsAsync)
            .Says(
                Tag,
                "stockEvents",
                "Read the events",
                "What happened, in order, from the journal. Each event has its version, type and time, and the members of its type.")
            .TakesPage("Events after this version; 0 for the start.", Limits.EventsPageMax, Limits.EventsPageDefault)
            .GivesWritten(200, "A page; nextAfter is null at the end.", EventsExample);
    }

    private static async Task<IResult> FindAsync(string sku, string location, HttpContext http, IGrainFactory grains)
    {
        var owner = grains.Stock(sku, location);
        var stock = Query.IsStrong(http) ? await owner.StockStrong() : await owner.Stock();
        var etag = string.Create(CultureInfo.InvariantCulture, $"\"{stock.Version}\"");
        return IfNoneMatch.IsKnown(http, etag) ? IfNoneMatch.NotModified(http, etag) : Answer(stock, etag);
    }

    private static JsonAnswer<StockView> Answer(StockView stock, string? etag = null) =>
        new(StatusCodes.Status200OK, stock, InventoryJson.Default.StockView) { ETag = etag };

    private static async Task<IResult> MoveAsync(string sku, string location, HttpContext http, IGrainFactory grains)
    {
        var stock = grains.Stock(sku, location);
        var key = IdempotencyKey.Of(http);
        var command = (await Body.ReadAsync(http, InventoryJson.Strict.MovementBody)).ToCommand(key);
        var reply = await stock.Move(command);
        if (StatusProblems.Of(reply.Status) is { } kind) return Refusal(kind, command, reply);
        return Answer(reply.Stock);
    }

    private static Problem Refusal(ProblemKind kind, MoveStock command, MoveReply reply) => reply.Status switch
    {
        MoveStatus.VersionMismatch => Problem.OfVersion(kind, command.ExpectedVersion ?? 0, reply.Stock.Version),
        MoveStatus.InsufficientStock => Problem.OfAvailable(kind, reply.Stock.Available),
        MoveStatus.OnHandOutOfRange => new(kind, Facts: writer => writer.WriteNumber("onHand", reply.Stock.OnHand)),
        _ => new(kind),
    };

    private static async Task<IResult> SetSafetyStockAsync(string sku, string location, HttpContext http, IGrainFactory grains)
    {
        var stock = grains.Stock(sku, location);
        var reply = await stock.SetSafetyStock((await Body.ReadAsync(http, InventoryJson.Strict.SafetyStockBody)).ToCommand());
        return StatusProblems.Of(reply.Status) is { } kind ? new Problem(kind) : Answer(reply.Stock);
    }

    private static async Task<IResult> ReadEventsAsync(string sku, string location, HttpContext http, IGrainFactory grains)
    {
        var (after, limit) = (Query.After(http), Query.Limit(http, Limits.EventsPageMax, Limits.EventsPageDefault));
        var page = await grains.Stock(sku, location).Events(after, limit);
        return EventsAnswer.Of(page);
    }
}
