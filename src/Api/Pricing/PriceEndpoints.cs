using Omnichannel.Http;
using Omnichannel.Inventory;

namespace Omnichannel.Pricing;

/// <summary>The prices of a SKU: one everywhere, and every exception with its reason.</summary>
public static class PriceEndpoints
{
    private const string Path = "/v1/prices/{sku}";
    private const string Tag = "Prices";
    private const string Override =
        """{"id":"summer","currency":"EUR","amount":1799,"channel":"web","group":null,"from":null,"until":"2036-09-01T00:00:00+00:00","reason":"summer sale","setAt":"2026-06-01T08:00:00+00:00"}""";
    private const string Example =
        $$"""{"sku":"MUG-1","base":[{"currency":"EUR","amount":1999,"since":"2026-06-01T08:00:00+00:00","reason":"opening"}],"overrides":[{{Override}}],"version":2}""";
    private const string QuoteExample =
        """{"amount":1799,"currency":"EUR","priceVersion":2,"rule":"channel","overrideId":"summer","quotedAt":"2026-07-01T08:00:00+00:00","until":"2026-07-01T08:15:00+00:00"}""";
    private const string DifferencesExample =
        $$"""{"sku":"MUG-1","differences":[{"override":{{Override}},"rule":"channel","state":"active","baseAmount":1999,"shadowedBy":null}],"version":2}""";
    private const string EventsExample =
        """{"events":[{"version":1,"type":"base-price-set","command":{"id":"opening","body":"9f86d081884c7d65"},"currency":"EUR","amount":1999,"at":"2026-06-01T08:00:00+00:00"}],"nextAfter":null}""";

    private static readonly ProblemKind[] Changing =
    [
        ProblemKinds.CurrencyUnknown, ProblemKinds.TextOutOfRange, ProblemKinds.IdempotencyKeyReused, ProblemKinds.VersionMismatch, ProblemKinds.CommandsFull,
    ];

    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "prices", "Read the prices", "All prices of a SKU. Overrides stand in the order in which they win. The ETag is the version.")
            .Gives<PriceView>(200, "The prices. A SKU that was never priced has none, at version 0.", Example);
        routes.MapPut(Path + "/base/{currency}", SetBaseAsync)
            .Says(Tag, "setBasePrice", "Set the base price", "The price that holds everywhere unless an override says otherwise.")
            .NeedsKey().TakesIfMatch()
            .Takes<BasePriceBody>("""{"amount":1999,"reason":"opening"}""")
            .Gives<PriceView>(200, "Set, now or before.", Example)
            .Refuses(Changing).Refuses(ProblemKinds.AmountOutOfRange);
        routes.MapDelete(Path + "/base/{currency}", ClearBaseAsync)
            .Says(Tag, "clearBasePrice", "Clear the base price", "Without an override the SKU then has no price in this currency: carts refuse it.")
            .NeedsKey().TakesIfMatch()
            .Gives<PriceView>(200, "Cleared, now or before.", Example)
            .Refuses(Changing).Refuses(ProblemKinds.PriceNotFound);
        routes.MapPut(Path + "/overrides/{override}", SetOverrideAsync)
            .Says(
                Tag,
                "setPriceOverride",
                "Set an override",
                "Another price for a channel, a group, or a group in a channel, for a span of time, with the reason. A group in a channel wins over a group, a group over a channel; among equals the one that began last, then the one set last.")
            .NeedsKey().TakesIfMatch()
            .Takes<PriceOverrideBody>("""{"currency":"EUR","amount":1799,"channel":"web","until":"2036-09-01T00:00:00Z","reason":"summer sale"}""")
            .Gives<PriceView>(200, "Set, now or before.", Example)
            .Refuses(Changing)
            .Refuses(
                ProblemKinds.AmountOutOfRange, ProblemKinds.ChannelInvalid, ProblemKinds.ReasonMissing, ProblemKinds.AudienceMissing, ProblemKinds.ValidityOutOfRange,
                ProblemKinds.OverridesFull);
        routes.MapDelete(Path + "/overrides/{override}", ClearOverrideAsync)
            .Says(Tag, "clearPriceOverride", "Clear an override", "Those whom it was for pay what the others pay.")
            .NeedsKey().TakesIfMatch()
            .Gives<PriceView>(200, "Cleared, now or before.", Example)
            .Refuses(Changing).Refuses(ProblemKinds.PriceNotFound);
        routes.MapGet(Path + "/quote", QuoteAsync)
            .Says(Tag, "quotePrice", "Quote a price", "What one unit costs now, for somebody of a group in a channel, and why. The price is promised until the quote ends.")
            .WithMetadata(new ParameterNote("currency", "ISO 4217.", "EUR") { IsRequired = true, Pattern = PriceChecks.CurrencyPattern })
            .WithMetadata(new ParameterNote("channel", "Where it is sold.", "web") { Pattern = Check.ChannelPattern })
            .WithMetadata(new ParameterNote("group", "To whom it is sold.", "staff") { Pattern = Check.IdentifierPattern })
            .Gives<PriceQuote>(200, "The quote.", QuoteExample)
            .Refuses(ProblemKinds.ParameterInvalid, ProblemKinds.FieldMissing, ProblemKinds.CurrencyUnknown, ProblemKinds.ChannelInvalid, ProblemKinds.PriceNotFound);
        routes.MapGet(Path + "/differences", ReadDifferencesAsync)
            .Says(Tag, "priceDifferences", "List the differences", "Every reason why some channel or group pays, or will pay, something else than the others.")
            .Gives<PriceDifferencesReply>(200, "The differences, in the order in which they win; none when everybody pays the same.", DifferencesExample);
        routes.MapGet(Path + "/events", ReadEventsAsync)
            .Says(Tag, "priceEvents", "Read the events", "What happened to the prices, in order, from the journal.")
            .TakesPage("Events after this version; 0 for the start.", Limits.EventsPageMax, Limits.EventsPageDefault)
            .GivesWritten(200, "A page; nextAfter is null at the end.", EventsExample);
    }

    private static async Task<IResult> FindAsync(string sku, IGrainFactory grains) => Answer(await Prices(grains, sku).Price());

    private static async Task<IResult> SetBaseAsync(string sku, string currency, HttpContext http, IGrainFactory grains)
    {
        var (prices, key, version) = (Prices(grains, sku), IdempotencyKey.Of(http), IfMatch.Of(http));
        var body = await Body.ReadAsync(http, PricingJson.Strict.BasePriceBody);
        return Answer(await prices.SetBase(body.ToCommand(key, currency, version)), version);
    }

    private static async Task<IResult> ClearBaseAsync(string sku, string currency, HttpContext http, IGrainFactory grains)
    {
        var (prices, key, version) = (Prices(grains, sku), IdempotencyKey.Of(http), IfMatch.Of(http));
        return Answer(await prices.ClearBase(new(key, PriceChecks.Currency("currency", currency), null, version)), version, "currency");
    }

    private static async Task<IResult> SetOverrideAsync(string sku, string @override, HttpContext http, IGrainFactory grains)
    {
        var (prices, key, version) = (Prices(grains, sku), IdempotencyKey.Of(http), IfMatch.Of(http));
        var body = await Body.ReadAsync(http, PricingJson.Strict.PriceOverrideBody);
        return Answer(await prices.SetOverride(body.ToCommand(key, @override, version)), version);
    }

    private static async Task<IResult> ClearOverrideAsync(string sku, string @override, HttpContext http, IGrainFactory grains)
    {
        var (prices, key, version) = (Prices(grains, sku), IdempotencyKey.Of(http), IfMatch.Of(http));
        return Answer(await prices.ClearOverride(new(key, Check.Identifier<PriceOverrideId>("override", @override), null, version)), version, "override");
    }

    private static async Task<IResult> QuoteAsync(string sku, HttpContext http, IGrainFactory grains)
    {
        var prices = Prices(grains, sku);
        var query = new QuotePrice(
            PriceChecks.Currency("currency", Query.Text(http, "currency")),
            Check.Channel("channel", Query.Text(http, "channel")),
            PriceChecks.Group("group", Query.Text(http, "group")));
        return (await prices.Quote(query)).Quote is { } quote
            ? new JsonAnswer<PriceQuote>(StatusCodes.Status200OK, quote, PricingJson.Default.PriceQuote)
            : new Problem(ProblemKinds.PriceNotFound, $"The SKU has no price in {query.Currency}.", "currency");
    }

    private static async Task<IResult> ReadDifferencesAsync(string sku, IGrainFactory grains)
    {
        var reply = await Prices(grains, sku).Differences();
        return new JsonAnswer<PriceDifferencesReply>(StatusCodes.Status200OK, reply, PricingJson.Default.PriceDifferencesReply) { ETag = IfMatch.ETag(reply.Version) };
    }

    private static async Task<IResult> ReadEventsAsync(string sku, HttpContext http, IGrainFactory grains)
    {
        var (after, limit) = (Query.After(http), Query.Limit(http, Limits.EventsPageMax, Limits.EventsPageDefault));
        return EventsAnswer.Of(await Prices(grains, sku).Events(after, limit));
    }

    private static IPriceGrain Prices(IGrainFactory grains, string sku) => grains.GetGrain<IPriceGrain>(Check.Identifier<Sku>("sku", sku).Value);

    /// <param name="named">The part of the address that names what may not be there.</param>
    private static IResult Answer(PriceReply reply, long? expectedVersion, string? named = null)
    {
        if (StatusProblems.Of(reply.Status) is not { } kind) return Answer(reply.Price);
        return reply.Status switch
        {
            PriceStatus.VersionMismatch => Problem.OfVersion(kind, expectedVersion ?? 0, reply.Price.Version, IfMatch.Header),
            PriceStatus.NotFound => new Problem(kind, Field: named),
            _ => new Problem(kind),
        };
    }

    private static JsonAnswer<PriceView> Answer(PriceView price) => new(StatusCodes.Status200OK, price, PricingJson.Default.PriceView) { ETag = IfMatch.ETag(price.Version) };
}
