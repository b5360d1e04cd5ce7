using System.Net;
using Omnichannel.Grid;
using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>What a replay sends, and what it makes of the answers.</summary>
public sealed class StockReplayTests
{
    private const string Sale = "536365,22000,MUG,6,2010-12-01 08:26:00,2.55,17850,United Kingdom";
    private const string TillSale = "536366,22000,MUG,2,2010-12-01 08:27:00,2.55,,United Kingdom";
    private const string Return = "C536367,22000,MUG,-1,2010-12-01 08:28:00,2.55,17850,United Kingdom";
    private const string WriteOff = "536368,22000,thrown away,-3,2010-12-01 08:29:00,0,,United Kingdom";
    private const string Postage = "536369,POST,POSTAGE,1,2010-12-01 08:29:00,18,12583,France";
    private const string Reservation = "/v1/stock/22000/shop/reservations/uci-536365-1";
    private const string Opening = """{"type":"receive","quantity":10,"reason":"opening stock, derived from the file","expectedVersion":0}""";
    private const string Closed = """{"code":"reservation-closed","detail":"Closed."}""";
    private const string Movements = "/v1/stock/22000/shop/movements";
    private readonly ReplayCounts _counts = new();

    [Fact]
    public async Task Run_ForRowsOfEveryKind_SendsThemInOrderWithIdsOfTheirOwn()
    {
        var sent = await RunAsync(_ => FakeTransport.Answer(HttpStatusCode.Created), Sale, TillSale, Return, WriteOff, Postage);

        Assert.Equal(
        [
            new("POST", Movements, "uci-opening", Opening),
            new("PUT", Reservation, "", """{"quantity":6,"holdForSeconds":86400,"channel":"web","reference":"536365"}"""),
            new("POST", $"{Reservation}/confirm", "", "{}"),
            new("POST", $"{Reservation}/fulfill", "", "{}"),
            new("POST", Movements, "uci-536366-2", """{"type":"sell","quantity":2,"reference":"536366","channel":"store"}"""),
            new("POST", Movements, "uci-C536367-3", """{"type":"receive","quantity":1,"reason":"return","reference":"C536367"}"""),
            new("POST", Movements, "uci-536368-4", """{"type":"adjust","quantity":-3,"reason":"thrown away","reference":"536368"}"""),
        ], sent);
        Assert.Equal((5, 7, 0, 1, 0), (_counts.RowsDone, _counts.Operations, _counts.Refused, _counts.RowsOf(LineKind.Skipped), _counts.Repeated));
    }

    [Fact]
    public async Task Run_WhenASkuNeedsNoOpening_AsksForAFreshStockWithItsFirstMovement()
    {
        var sent = await RunAsync(_ => FakeTransport.Answer(HttpStatusCode.OK), Return, TillSale.Replace(",2,", ",1,", StringComparison.Ordinal));

        Assert.Equal("""{"type":"receive","quantity":1,"reason":"return","reference":"C536367","expectedVersion":0}""", sent[0].Body);
        Assert.DoesNotContain("expectedVersion", sent[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenAnEarlierStartDidIt_CountsItAsDoneAndConfirmsNothing()
    {
        var sent = await RunAsync(
            call => call.Method == "PUT" ? FakeTransport.Answer(HttpStatusCode.Conflict, Closed) : FakeTransport.Answer(HttpStatusCode.OK), Sale);

        Assert.Equal(["uci-opening", "", ""], sent.Select(call => call.Key));
        Assert.Equal($"{Reservation}/fulfill", sent[^1].Path);
        Assert.Equal((1, 0, 1), (_counts.Repeated, _counts.Refused, _counts.RowsDone));
    }

    [Fact]
    public async Task Run_WhenTheReservationEndedOtherwise_CountsARefusal()
    {
        await RunAsync(
            call => call.Path == Movements ? FakeTransport.Answer(HttpStatusCode.OK) : FakeTransport.Answer(HttpStatusCode.Conflict, Closed), Sale);

        Assert.Equal(new Refusal(1, "22000", "uci-536365-1", "reservation-closed", "Closed."), Assert.Single(_counts.Refusals));
        Assert.Equal(1, _counts.RowsDone);
    }

    [Fact]
    public async Task Run_WhenTheFirstStepOfASkuIsRefused_SendsNothingMoreOfIt()
    {
        var sent = await RunAsync(
            _ => FakeTransport.Answer(HttpStatusCode.PreconditionFailed, """{"code":"version-mismatch"}"""),
            Sale,
            TillSale,
            "536371,22001,CUP,1,2010-12-01 08:30:00,2.55,17850,United Kingdom");

        Assert.Equal(2, sent.Count);
        Assert.Equal((2, 3, 3), (_counts.Refused, _counts.NotSent, _counts.RowsDone));
        Assert.Equal(2, _counts.RefusedByCode["version-mismatch"]);
    }

    [Fact]
    public async Task Run_WhenTheGridStaysAway_Fails() =>
        await Assert.ThrowsAsync<GridUnreachableException>(() => RunAsync(_ => throw new HttpRequestException("Connection refused"), Sale));

    private async Task<IReadOnlyList<SentCall>> RunAsync(Func<SentCall, HttpResponseMessage> answer, params string[] rows)
    {
        var transport = new FakeTransport(answer);
        using var grid = new GridClient(new("http://grid"), TimeSpan.FromSeconds(5), 4, null, transport, new InstantClock());
        await new StockReplay(grid, SmallFile.Plan(rows), "shop", _counts).RunAsync(SmallFile.Read(rows), 4, CancellationToken.None);
        return transport.Sent;
    }
}
