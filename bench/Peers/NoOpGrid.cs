using Omnichannel.Http;
using Omnichannel.Inventory;

namespace Omnichannel.Peers;

/// <summary>Peer (d): the grid itself, with a call that is read, checked and answered exactly like a reservation, but by nobody: what HTTP costs on this machine.</summary>
internal static class NoOpGrid
{
    private const string Root = "/noop/{sku}/{location}";

    public static async Task<int> ServeAsync(string url, string file)
    {
        await using var app = ApiHost.Build([$"--urls={url}", "--Grid:Store=Sqlite", $"--Grid:ConnectionString=Data Source={file}"]);
        app.MapPost(Root + "/movements", static (HttpContext http) => { http.Response.ContentLength = 0; });
        var meter = app.Services.GetRequiredService<InventoryMeter>();
        app.MapPut(Root + "/reservations/{id}", (string sku, string location, string id, HttpContext http) => AnswerAsync(sku, location, id, http, meter));
        await ApiHost.RunAsync(app);
        return 0;
    }

    private static async Task<IResult> AnswerAsync(string sku, string location, string id, HttpContext http, InventoryMeter meter)
    {
        var startedAt = System.Diagnostics.Stopwatch.GetTimestamp();
        Check.StockKey(sku, location);
        var reservation = Check.Identifier<ReservationId>("id", id);
        var body = await Body.ReadAsync(http, InventoryJson.Strict.ReserveBody);
        var quantity = Check.Quantity("/quantity", body.Quantity);
        var (channel, expiresAt) = (Check.Channel("/channel", body.Channel), DateTimeOffset.UtcNow + Check.Hold("/holdForSeconds", body.HoldForSeconds));
        var view = new ReservationView(reservation, ReservationState.Reserved, quantity, 0, 0, channel, body.Reference, expiresAt);
        meter.Reserved(ReserveStatus.Reserved, System.Diagnostics.Stopwatch.GetElapsedTime(startedAt));
        return new JsonAnswer<ReservationView>(StatusCodes.Status201Created, view, InventoryJson.Default.ReservationView) { Location = http.Request.Path };
    }
}
