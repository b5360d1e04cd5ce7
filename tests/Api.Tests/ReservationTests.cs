using System.Net;

namespace Omnichannel.Api;

[Collection(SharedServerTests.Name)]
public sealed class ReservationTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Reserve_WhenNew_IsCreatedAtItsLocation()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);
        var before = DateTimeOffset.UtcNow;

        var answer = await _client.PutAsync(stock + "/reservations/cart-7-1", """{"quantity":2,"holdForSeconds":900,"channel":"web","reference":"cart-7"}""");

        answer.Is(HttpStatusCode.Created);
        Assert.Equal(stock + "/reservations/cart-7-1", answer.Headers.Location?.ToString());
        Assert.Equal("cart-7-1", answer.String("id"));
        Assert.Equal("reserved", answer.String("state"));
        Assert.Equal((2, 0, 0), (answer.Number("quantity"), answer.Number("fulfilled"), answer.Number("released")));
        Assert.Equal(("web", "cart-7"), (answer.String("channel"), answer.String("reference")));
        Assert.InRange(answer.Json.GetProperty("expiresAt").GetDateTimeOffset(), before.AddSeconds(899), DateTimeOffset.UtcNow.AddSeconds(901));
        Assert.Equal(8, (await _client.GetAsync(stock)).Number("available"));
    }

    [Fact]
    public async Task Reserve_WhenRepeated_GivesTheSameAnswerOnce()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);
        var first = await _client.PutAsync(stock + "/reservations/r", """{"quantity":2,"channel":"web"}""");

        var repeat = await _client.PutAsync(stock + "/reservations/r", """{"channel":"web","quantity":2}""");

        Assert.Equal(first.Text, repeat.Is(HttpStatusCode.OK).Text);
        Assert.Equal(2, (await _client.GetAsync(stock)).Number("reserved"));
    }

    [Theory]
    [InlineData("""{"quantity":3,"channel":"web","reference":"a"}""", "exists-with-different-quantity", "/quantity", "2")]
    [InlineData("""{"quantity":2,"channel":"app","reference":"a"}""", "exists-with-different-channel", "/channel", "\"web\"")]
    [InlineData("""{"quantity":2,"channel":"web"}""", "exists-with-different-reference", "/reference", "\"a\"")]
    public async Task Reserve_WhenIdWasUsedForAnotherBody_SaysWhatDiffers(string body, string code, string field, string existing)
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);
        await _client.PutAsync(stock + "/reservations/r", """{"quantity":2,"channel":"web","reference":"a"}""");

        var problem = (await _client.PutAsync(stock + "/reservations/r", body)).Problem(409, code);

        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.Equal(existing, problem.GetProperty("existing").GetRawText());
        Assert.Equal("reserved", problem.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Reserve_WhenStockIsShort_SaysWhatIsAvailable()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);
        await _client.PutAsync(stock + "/safety-stock", """{"quantity":1}""");

        var problem = (await _client.PutAsync(stock + "/reservations/r", """{"quantity":5}""")).Problem(409, "insufficient-stock");

        Assert.Equal(4, problem.GetProperty("available").GetInt64());
    }

    [Fact]
    public async Task Reserve_WhenClosed_SaysItsState()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);
        var reservation = await _client.ReserveAsync(stock, 2);
        (await _client.PostAsync(reservation + "/release", "{}")).Is(HttpStatusCode.OK);

        var problem = (await _client.PutAsync(reservation, """{"quantity":2}""")).Problem(409, "reservation-closed");

        Assert.Equal("released", problem.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Find_WhenUnknown_IsNotFound() =>
        (await _client.GetAsync(ApiClient.Stock(ApiClient.Fresh("MUG")) + "/reservations/nobody")).Problem(404, "reservation-not-found");

    [Fact]
    public async Task Find_WhenReserved_GivesTheReservation()
    {
        var reservation = await _client.ReserveAsync(await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5), 2);

        var found = (await _client.GetAsync(reservation)).Is(HttpStatusCode.OK);

        Assert.Equal(("reserved", 2L), (found.String("state"), found.Number("quantity")));
    }

    [Fact]
    public async Task Fulfill_WhenConfirmed_TakesTheUnitsOffTheShelf()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);
        var reservation = await _client.ReserveAsync(stock, 3);

        var early = await _client.PostAsync(reservation + "/fulfill", "{}");
        var confirmed = (await _client.PostAsync(reservation + "/confirm", "{}")).Is(HttpStatusCode.OK);
        var again = (await _client.PostAsync(reservation + "/confirm", "{}")).Is(HttpStatusCode.OK);
        var part = (await _client.PostAsync(reservation + "/fulfill", """{"quantity":1,"commandId":"parcel-1"}""")).Is(HttpStatusCode.OK);
        var repeat = (await _client.PostAsync(reservation + "/fulfill", """{"quantity":1,"commandId":"parcel-1"}""")).Is(HttpStatusCode.OK);
        var rest = (await _client.PostAsync(reservation + "/fulfill", "{}")).Is(HttpStatusCode.OK);

        early.Problem(409, "reservation-not-confirmed");
        Assert.Equal("confirmed", confirmed.String("state"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, confirmed.Json.GetProperty("expiresAt").ValueKind);
        Assert.Equal(confirmed.Text, again.Text);
        Assert.Equal(1, part.Number("fulfilled"));
        Assert.Equal(part.Text, repeat.Text);
        Assert.Equal(("fulfilled", 3L), (rest.String("state"), rest.Number("fulfilled")));
        var left = await _client.GetAsync(stock);
        Assert.Equal((2, 0, 2), (left.Number("onHand"), left.Number("reserved"), left.Number("available")));
    }

    [Fact]
    public async Task Release_WhenPartial_GivesBackThatMuch()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);
        var reservation = await _client.ReserveAsync(stock, 3);

        var part = (await _client.PostAsync(reservation + "/release", """{"quantity":2,"commandId":"c"}""")).Is(HttpStatusCode.OK);
        var other = await _client.PostAsync(reservation + "/release", """{"quantity":1,"commandId":"c"}""");
        var tooMuch = await _client.PostAsync(reservation + "/release", """{"quantity":2,"commandId":"d"}""");

        Assert.Equal(2, part.Number("released"));
        other.Problem(409, "command-exists-with-different-body");
        Assert.Equal(1, tooMuch.Problem(409, "quantity-exceeds-open").GetProperty("open").GetInt64());
        Assert.Equal(4, (await _client.GetAsync(stock)).Number("available"));
    }

    [Fact]
    public async Task Extend_WhenReserved_MovesTheEnd()
    {
        var reservation = await _client.ReserveAsync(await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5), 1);
        var before = (await _client.GetAsync(reservation)).Json.GetProperty("expiresAt").GetDateTimeOffset();

        var later = (await _client.PostAsync(reservation + "/extend", """{"holdForSeconds":7200}""")).Is(HttpStatusCode.OK);
        var shorter = (await _client.PostAsync(reservation + "/extend", """{"holdForSeconds":1}""")).Is(HttpStatusCode.OK);

        Assert.True(later.Json.GetProperty("expiresAt").GetDateTimeOffset() > before.AddSeconds(6000));
        Assert.Equal(later.Text, shorter.Text);
        await _client.PostAsync(reservation + "/confirm", "{}");
        (await _client.PostAsync(reservation + "/extend", """{"holdForSeconds":10}""")).Problem(409, "reservation-already-confirmed");
    }

    [Fact]
    public async Task Reserve_WhenManyWantTheLastUnits_NeverOversells()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("HOT"), 100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(cart => _client.PutAsync($"{stock}/reservations/cart-{cart}", """{"quantity":1}""")));

        Assert.Equal(100, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Problem(409, "insufficient-stock"));
        var left = await _client.GetAsync(stock);
        Assert.Equal((100, 100, 0), (left.Number("onHand"), left.Number("reserved"), left.Number("available")));
    }
}
