using System.Net;
using Omnichannel.Grid;
using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>What a replay of customers sends, and what it makes of the answers.</summary>
public sealed class OrderReplayTests
{
    private const string Sale = "536365,22000,MUG,6,2010-12-01 08:26:00,2.55,17850,United Kingdom";
    private const string SecondLine = "536365,22001,CUP,1,2010-12-01 08:26:00,3,17850,United Kingdom";
    private const string Guest = "536366,22000,MUG,2,2010-12-01 08:27:00,2.55,,United Kingdom";
    private const string Return = "C536367,22000,MUG,-1,2010-12-01 08:28:00,2.55,17850,France";
    private const string Postage = "536369,POST,POSTAGE,1,2010-12-01 08:29:00,18,12583,France";
    private const string Customer = "/v1/customers/uci-customer-17850";
    private const string Cart = "/v1/carts/uci-536365-1";
    private const string Stock = "/v1/stock/22000/shop";
    private const string Shipped = """{"lineId":"uci-536365-1","sku":"22000","reservations":[{"reservationId":"held-uci-536365-1","quantity":6}]}""";
    private readonly List<(string Cart, string Line, string Sku)> _lines = [];
    private readonly ReplayCounts _counts = new();

    [Fact]
    public async Task Run_ForACustomerAGuestAndAReturn_SendsTheWholeStory()
    {
        var sent = await RunAsync(Answer, Sale, Guest, Return);

        Assert.Equal(
        [
            new("PUT", Customer, "", """{"profile":{"preferences":{"file-customer":"17850","file-country":"United Kingdom"}},"channel":"web"}"""),
            new("POST", "/v1/identities/claim", "", $$"""{"customer":"uci-customer-17850","kind":"loyalty-card","value":"{{new RunIds("uci").CardOf("17850")}}"}"""),
            new("POST", $"{Stock}/movements", "uci-opening", """{"type":"receive","quantity":8,"reason":"opening stock, derived from the file","expectedVersion":0}"""),
            new("PUT", Cart, "", """{"currency":"GBP","channel":"web"}"""),
            new("PUT", "/v1/prices/22000/base/GBP", "uci-536365-1", """{"amount":255,"reason":"the price of the file"}"""),
            new("PUT", $"{Cart}/lines/uci-536365-1", "uci-536365-1", """{"sku":"22000","quantity":6,"fulfilment":{"kind":"ship","location":"shop"},"holdForSeconds":86400}"""),
            new("PUT", $"{Cart}/checkouts/uci-536365-1", "", """{"holdForSeconds":86400,"expectedTotal":1530}"""),
            new("POST", $"{Stock}/reservations/held-uci-536365-1/confirm", "", "{}"),
            new("POST", $"{Stock}/reservations/held-uci-536365-1/fulfill", "", """{"commandId":"uci-536365-1"}"""),
            new("PUT", $"{Customer}/purchases/uci-536365-1", "", """{"total":1530,"currency":"GBP","units":6,"channel":"web","purchasedAt":"2010-12-01T08:26:00Z"}"""),
            new("POST", $"{Stock}/movements", "uci-536366-2", """{"type":"sell","quantity":2,"reference":"536366","channel":"store"}"""),
            new("POST", $"{Stock}/movements", "uci-C536367-3", """{"type":"receive","quantity":1,"reason":"return","reference":"C536367"}"""),
            new("PUT", $"{Customer}/touchpoints/uci-C536367-3", "", """{"channel":"web","subject":"return","outcome":"1 units on 1 lines came back","reference":"C536367"}"""),
        ], sent);
        Assert.Equal((3, 0, 0), (_counts.RowsDone, _counts.Refused, _counts.NotSent));
        Made[] made = [Made.Customer, Made.Card, Made.Price, Made.Cart, Made.CartLine, Made.Checkout, Made.Purchase, Made.Return];
        Assert.All(made, what => Assert.Equal(1, CountOf(what)));
    }

    [Fact]
    public async Task Run_ForACustomerWhoBoughtNoGoods_RegistersThemAllTheSame()
    {
        var sent = await RunAsync(Answer, Postage);

        Assert.Equal(["/v1/customers/uci-customer-12583", "/v1/identities/claim"], sent.Select(call => call.Path));
        Assert.Equal(1, _counts.RowsOf(LineKind.Skipped));
    }

    [Fact]
    public async Task Run_WhenALineIsTooLargeForACart_ReservesItByItself()
    {
        var sent = await RunAsync(Answer, Sale.Replace(",6,", ",1001,", StringComparison.Ordinal));

        Assert.DoesNotContain(sent, call => call.Path.StartsWith("/v1/carts", StringComparison.Ordinal));
        Assert.Contains(sent, call => call.Path == $"{Stock}/reservations/uci-536365-1/fulfill");
        Assert.Equal($"{Customer}/purchases/uci-536365-1", sent[^1].Path);
        Assert.Equal((1, 1), (CountOf(Made.LooseLine), _counts.RowsDone));
    }

    [Fact]
    public async Task Run_WhenALineIsRefused_ChecksNothingOutAndCountsEveryRow()
    {
        var sent = await RunAsync(
            call => call.Path.EndsWith("/lines/uci-536365-2", StringComparison.Ordinal) ? FakeTransport.Answer(HttpStatusCode.Conflict, """{"code":"insufficient-stock"}""") : Answer(call),
            Sale,
            SecondLine);

        Assert.DoesNotContain(sent, call => call.Path.Contains("/checkouts/", StringComparison.Ordinal) || call.Path.Contains("/purchases/", StringComparison.Ordinal));
        Assert.Equal((2, 1, 2), (_counts.RowsDone, _counts.Refused, _counts.NotSent));
    }

    [Fact]
    public async Task Run_WhenAnEarlierStartDidIt_SaysSoAndShipsNothingTwice()
    {
        await RunAsync(
            call => call.Path.EndsWith("/confirm", StringComparison.Ordinal) ? FakeTransport.Answer(HttpStatusCode.Conflict, """{"code":"reservation-closed"}""")
                : call.Path.Contains("/lines/", StringComparison.Ordinal) ? FakeTransport.Answer(HttpStatusCode.OK)
                : Answer(call),
            Sale);

        Assert.Equal((1, 1, 0), (_counts.RowsDone, _counts.Repeated, _counts.Refused));
    }

    [Fact]
    public async Task Run_WhenTheCheckoutHasLapsedSince_ShipsWhatItNamed()
    {
        const string Closed = """{"code":"checkout-closed"}""";
        var sent = await RunAsync(
            call => call.Method == "PUT" && call.Path.Contains("/checkouts/", StringComparison.Ordinal) ? FakeTransport.Answer(HttpStatusCode.Conflict, Closed) : Answer(call), Sale);

        Assert.Contains(sent, call => call.Path == $"{Stock}/reservations/held-uci-536365-1/fulfill");
        Assert.Equal((1, 0, 1), (_counts.RowsDone, _counts.Refused, CountOf(Made.Purchase)));
    }

    [Fact]
    public async Task Run_WhenTheFirstStepOfASkuIsRefused_OpensNoCart()
    {
        var sent = await RunAsync(
            call => call.Path.EndsWith("/movements", StringComparison.Ordinal) ? FakeTransport.Answer(HttpStatusCode.PreconditionFailed, """{"code":"version-mismatch"}""") : Answer(call), Sale);

        Assert.DoesNotContain(sent, call => call.Path.StartsWith("/v1/carts", StringComparison.Ordinal));
        Assert.Equal((1, 1, 1), (_counts.Refused, _counts.NotSent, _counts.RowsDone));
    }

    [Fact]
    public async Task Run_WhenManyOrdersShareTheirSkus_KeepsTheOrderOfEverySku()
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"{600_000 + (i / 3)},{22_000 + (i * 7 % 5)},MUG,1,2010-12-01 08:26:00,{1 + (i % 4)},{17_850 + (i % 11)},United Kingdom").ToArray();
        var sent = await RunAsync(Answer, rows, concurrency: 8);

        var lines = sent.Where(call => call.Path.Contains("/lines/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(200, lines.Length);
        Assert.All(lines.GroupBy(call => call.Body), sku => Assert.Equal(sku.Select(RowOf).Order(), sku.Select(RowOf)));
        Assert.Equal((200, 0), (_counts.RowsDone, _counts.Refused));
    }

    [Fact]
    public async Task Run_WhenTheGridStaysAway_Fails() =>
        await Assert.ThrowsAsync<GridUnreachableException>(() => RunAsync(_ => throw new HttpRequestException("Connection refused"), Sale));

    private static int RowOf(SentCall call) => int.Parse(call.Key.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private long CountOf(Made what) => _counts.MadeOf(what);

    // A grid that does what it is asked: each line of a cart is held by one reservation.
    private HttpResponseMessage Answer(SentCall call)
    {
        if (call.Path.Split('/') is [_, _, "carts", var id, "lines", var line]) _lines.Add((id, line, call.Body.Split('"')[3]));
        if (call.Path.Split('/') is not [_, _, "carts", var cart, "checkouts", _]) return FakeTransport.Answer(HttpStatusCode.Created);
        var lines = _lines.Where(held => held.Cart == cart).Select(held =>
            $$"""{"lineId":"{{held.Line}}","sku":"{{held.Sku}}","reservations":[{"reservationId":"held-{{held.Line}}","quantity":1}]}""");
        return FakeTransport.Answer(HttpStatusCode.Created, $$"""{"lines":[{{string.Join(",", lines.DefaultIfEmpty(Shipped))}}],"total":1530}""");
    }

    private Task<IReadOnlyList<SentCall>> RunAsync(Func<SentCall, HttpResponseMessage> answer, params string[] rows) => RunAsync(answer, rows, 1);

    private async Task<IReadOnlyList<SentCall>> RunAsync(Func<SentCall, HttpResponseMessage> answer, string[] rows, int concurrency)
    {
        var transport = new FakeTransport(answer);
        using var grid = new GridClient(new("http://grid"), TimeSpan.FromSeconds(5), 4, null, transport, new InstantClock());
        await new OrderReplay(grid, SmallFile.Plan(rows), "shop", _counts).RunAsync(SmallFile.Read(rows), concurrency, CancellationToken.None);
        return transport.Sent;
    }
}
