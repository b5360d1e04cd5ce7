using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Omnichannel.Audit.History;

namespace Omnichannel.Crash;

/// <summary>Where the shoppers of one test shop, and what they have heard so far.</summary>
/// <param name="Targets">Grids that serve the same stock; a retry may go to any of them.</param>
public sealed record Market(string Run, IReadOnlyList<Uri> Targets, IReadOnlyList<string> Skus, string Location, OperationLog Log)
{
    private long _acknowledged;
    private long _refused;
    private long _unanswered;
    private readonly Silence _ofAll = new();
    private readonly Dictionary<string, Silence> _ofOne = Skus.ToDictionary(sku => sku, _ => new Silence());

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Tries that a rule said no to: without them there was no contention.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Tries whose outcome the client never heard.</summary>
    public long Unanswered => Interlocked.Read(ref _unanswered);

    /// <summary>The longest time in which nobody was told anything good.</summary>
    public TimeSpan LongestOutage => _ofAll.Longest;

    /// <summary>The longest time in which one of the goods was not answered for, be it with a refusal, while others may have been.</summary>
    public TimeSpan LongestOutageOfOne => _ofOne.Values.Max(silence => silence.Longest);

    /// <summary>How many calls about one of the goods were answered, be it with a refusal.</summary>
    public long AnswersOf(string sku) => _ofOne[sku].BreaksCount;

    internal void Count(Outcome outcome, string sku)
    {
        if (outcome != Outcome.Info) _ofOne[sku].Break();
        switch (outcome)
        {
            case Outcome.Ok:
                Interlocked.Increment(ref _acknowledged);
                _ofAll.Break();
                break;
            case Outcome.Fail: Interlocked.Increment(ref _refused); break;
            default: Interlocked.Increment(ref _unanswered); break;
        }
    }
}

/// <summary>How long it takes to hear something again.</summary>
internal sealed class Silence
{
    private long _brokenAt = Stopwatch.GetTimestamp();
    private long _longest;
    private long _breaksCount;

    public long BreaksCount => Interlocked.Read(ref _breaksCount);

    public TimeSpan Longest => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _longest));

    public void Break()
    {
        var now = Stopwatch.GetTimestamp();
        var silence = now - Interlocked.Exchange(ref _brokenAt, now);
        Interlocked.Increment(ref _breaksCount);
        var longest = Interlocked.Read(ref _longest);
        while (silence > longest) longest = Math.Max(longest, Interlocked.CompareExchange(ref _longest, silence, longest));
    }
}

/// <summary>One client that reserves, confirms, ships and gives back, and repeats every call under the same id until it is answered. It logs before it sends.</summary>
public sealed class Shopper(Market market, int number) : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) }) { Timeout = AnswerLimit };
    private readonly Random _random = new(number);
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"c{number}");
    private long _seq;
    private CancellationToken _abandoned;

    /// <summary>Shops until told to stop; what is under way then is brought to its answer, unless all is abandoned.</summary>
    public async Task ShopAsync(CancellationToken stop, CancellationToken abandoned)
    {
        _abandoned = abandoned;
        for (var trip = 1; !stop.IsCancellationRequested; trip++)
        {
            var sku = market.Skus[_random.Next(market.Skus.Count)];
            var id = string.Create(CultureInfo.InvariantCulture, $"{_name}-{trip}");
            var quantity = _random.Next(1, 4);
            var stock = $"/v1/stock/{sku}/{market.Location}";
            var reservation = $"{stock}/reservations/{id}";
            if (trip % 6 == 0) await LookAsync(sku, stock, trip % 12 == 0 ? OperationKind.ReadStockStrong : OperationKind.ReadStock);
            if (trip % 10 == 0)
            {
                var sell = new OperationSent(market.Run, _name, 0, OperationKind.Sell, id, sku, market.Location, quantity);
                await AskAsync(sell, HttpMethod.Post, $"{stock}/movements", new { type = "sell", quantity });
                continue;
            }

            var held = await AskAsync(new(market.Run, _name, 0, OperationKind.Reserve, id, sku, market.Location, quantity), HttpMethod.Put, reservation,
                new { quantity, holdForSeconds = 3600, channel = "web" });
            if (held != Outcome.Ok) continue;
            await FinishAsync(id, sku, reservation, quantity);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task FinishAsync(string id, string sku, string reservation, int quantity)
    {
        OperationSent Sent(OperationKind kind, long? part = null, string? command = null) => new(market.Run, _name, 0, kind, id, sku, market.Location, part, command);
        switch (_random.Next(4))
        {
            case 0:
                return; // Left in the cart.
            case 1:
                await AskAsync(Sent(OperationKind.Release), HttpMethod.Post, $"{reservation}/release", new { });
                return;
            case 2 when quantity > 1:
                if (await AskAsync(Sent(OperationKind.Confirm), HttpMethod.Post, $"{reservation}/confirm", new { }) != Outcome.Ok) return;
                await AskAsync(Sent(OperationKind.Fulfill, 1, "p1"), HttpMethod.Post, $"{reservation}/fulfill", new { quantity = 1, commandId = "p1" });
                return;
            default:
                if (await AskAsync(Sent(OperationKind.Confirm), HttpMethod.Post, $"{reservation}/confirm", new { }) != Outcome.Ok) return;
                await AskAsync(Sent(OperationKind.Fulfill), HttpMethod.Post, $"{reservation}/fulfill", new { });
                return;
        }
    }

    // What is shown on the way tells whether a process ever goes back behind what it has shown, or invents something.
    private Task<Outcome> LookAsync(string sku, string stock, OperationKind kind)
    {
        var path = kind == OperationKind.ReadStockStrong ? $"{stock}?consistency=strong" : stock;
        return AskAsync(new(market.Run, _name, 0, kind, "", sku, market.Location), HttpMethod.Get, path, null);
    }

    // A time-out, a reset, a 5xx mean unknown: the same call is sent again, to any of the grids, until one of them tells.
    private async Task<Outcome> AskAsync(OperationSent intent, HttpMethod method, string path, object? body)
    {
        while (true)
        {
            var target = market.Targets[_random.Next(market.Targets.Count)];
            var sent = intent with { Seq = ++_seq, Target = target.Authority, SentAt = Stopwatch.GetTimestamp() };
            market.Log.Add(sent);
            var answered = await TryAsync(sent, method, new(target, path), body);
            market.Log.Add(answered with { AnsweredAt = Stopwatch.GetTimestamp() });
            if (method != HttpMethod.Get) market.Count(answered.Outcome, sent.Sku);
            if (answered.Outcome != Outcome.Info) return answered.Outcome;
            await Task.Delay(RetryAfter, TimeProvider.System, _abandoned);
        }
    }

    private async Task<OperationAnswered> TryAsync(OperationSent sent, HttpMethod method, Uri address, object? body)
    {
        OperationAnswered Answered(Outcome outcome, HttpStatusCode? status) => new(sent.Run, sent.Client, sent.Seq, outcome, (int?)status);
        try
        {
            using var call = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
            if (sent.Kind == OperationKind.Sell) call.Headers.Add("Idempotency-Key", sent.Id);
            using var answer = await _http.SendAsync(call);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests) return Answered(Outcome.Info, answer.StatusCode);
            if (!answer.IsSuccessStatusCode) return Answered(Outcome.Fail, answer.StatusCode);
            var verdict = method == HttpMethod.Get ? Verdict.Repeat : Verdict.None;
            var ok = Answered(Outcome.Ok, answer.StatusCode) with { Verdict = verdict };
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("version", out var version) ? ok with { Version = version.GetInt64(), Told = ToldOf(json.RootElement) } : ok;
        }
        catch (Exception unheard) when (unheard is HttpRequestException or TaskCanceledException or IOException or SocketException)
        {
            return Answered(Outcome.Info, null);
        }
    }

    private static Told ToldOf(JsonElement stock) => new(
        OnHand: stock.GetProperty("onHand").GetInt64(),
        Reserved: stock.GetProperty("reserved").GetInt64(),
        SafetyStock: stock.GetProperty("safetyStock").GetInt64(),
        Available: stock.GetProperty("available").GetInt64());
}
