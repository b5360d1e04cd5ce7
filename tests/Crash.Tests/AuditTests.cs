using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>The audit of a grid in use, by the command line: beside a replayed file there are people who were erased, merged, or are in the middle of something.</summary>
public sealed class AuditTests : IDisposable
{
    private const string Token = "visitor-5b1e8a7c3d9f2046e8b1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audit-");

    [Fact]
    public async Task Audit_OfPeopleWithCartsInEveryState_FindsNoDifference()
    {
        await using var grid = await GridProcess.StartAsync(Stores.Sqlite(Path.Combine(_folder.FullName, "grid.db")));
        using var devices = new DeviceClient(grid.Address);
        var file = await ReplayAsync(grid);
        await StockUpAsync(devices);
        foreach (var customer in (string[])["ada", "bea", "cleo"]) await ShopAsync(devices, customer);

        // Cleo goes into bea with all she has, and both are erased; who was replayed is erased too. Ada stays as she is.
        await devices.OkAsync(201, "PUT", "/v1/customers/bea/merges/one", """{"absorbed":"cleo","strategy":"sum"}""");
        foreach (var customer in (string[])["bea", "uci-customer-17850"])
            await devices.OkAsync(200, "POST", $"/v1/customers/{customer}/erase", "{}", ("Idempotency-Key", "erase-1"));
        foreach (var (cart, customer) in ((string, string)[])[("bea-open", "bea"), ("bea-paid", "bea"), ("bea-merged", "bea"), ("cleo-paid", "cleo")])
            Assert.Equal(410, (await devices.SendAsync("GET", $"/v1/carts/{cart}", null, ("Cart-Customer", customer))).Status);
        Assert.Equal("locked", (await devices.OkAsync(200, "GET", "/v1/carts/ada-paid", null, ("Cart-Customer", "ada"))).GetProperty("state").GetString());

        string[] arguments = ["audit", "--url", grid.Address.ToString(), "--file", file];
        var (exitCode, output) = await Omni.RunAsync(arguments);
        Assert.True(exitCode == 0, output);
        Assert.Contains("0 differences.", output, StringComparison.Ordinal);

        // And a grid that has only its journal says the same.
        await grid.KillAsync();
        await grid.RestartAsync();
        Assert.Equal((0, Agreed(output)), await AgreedAgainAsync(arguments));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> ReplayAsync(GridProcess grid)
    {
        var file = Path.Combine(_folder.FullName, "retail.csv");
        await File.WriteAllLinesAsync(file, [
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
            "536365,22000,MUG,6,2010-12-01 08:26:00,2.55,17850,United Kingdom",
            "536365,22001,CUP,1,2010-12-01 08:26:00,3,17850,United Kingdom",
            "536366,22000,MUG,2,2010-12-01 08:27:00,2.55,,United Kingdom",
            "C536367,22000,MUG,-1,2010-12-01 08:28:00,2.55,17850,United Kingdom",
            "536369,22001,CUP,4,2010-12-01 08:29:00,3,12583,France",
        ]);
        var (exitCode, output) = await Omni.RunAsync("replay", file, "--url", grid.Address.ToString());
        Assert.True(exitCode == 0, output);
        return file;
    }

    private static async Task StockUpAsync(DeviceClient devices)
    {
        await devices.OkAsync(200, "POST", "/v1/stock/MUG/london/movements", """{"type":"receive","quantity":100}""", ("Idempotency-Key", "delivery-1"));
        await devices.OkAsync(200, "PUT", "/v1/prices/MUG/base/EUR", """{"amount":1999}""", ("Idempotency-Key", "price-1"));
    }

    // A profile with points, purchases and contacts; a cart whose checkout is frozen, one that was merged away, and the open one, with a hold and notes.
    private static async Task ShopAsync(DeviceClient devices, string customer)
    {
        (string, string) owner = ("Cart-Customer", customer), visitor = ("Cart-Token", $"{Token}-{customer}");
        var of = $"/v1/customers/{customer}";
        await devices.OkAsync(201, "PUT", of, $$"""{"profile":{"givenName":"{{customer}}"},"channel":"web"}""");
        await devices.OkAsync(201, "POST", "/v1/identities/claim", $$"""{"customer":"{{customer}}","kind":"email","value":"{{customer}}@example.com"}""");
        await devices.OkAsync(200, "POST", $"{of}/points", """{"type":"earn","points":120,"reason":"welcome"}""", ("Idempotency-Key", $"{customer}-earn"));
        await devices.OkAsync(201, "PUT", $"{of}/purchases/{customer}-order", """{"total":3998,"currency":"EUR","units":2,"channel":"web"}""");
        await devices.OkAsync(201, "PUT", $"{of}/touchpoints/{customer}-call", """{"channel":"phone","subject":"Handle is loose","isIssue":true}""");

        await FillAsync(devices, $"{customer}-paid", owner);
        await devices.OkAsync(201, "PUT", $"/v1/carts/{customer}-paid/checkouts/{customer}-checkout", """{"holdForSeconds":86400}""", owner);
        await FillAsync(devices, $"{customer}-open", owner);
        await devices.OkAsync(200, "PUT", $"/v1/carts/{customer}-open/note", """{"note":"ring twice"}""", owner, ("Idempotency-Key", "note-1"));

        // What the visitor brings goes into the open one.
        await FillAsync(devices, $"{customer}-merged", visitor);
        await devices.OkAsync(201, "PUT", $"/v1/sessions/{customer}-visit", """{"channel":"web"}""");
        await devices.OkAsync(200, "POST", $"/v1/sessions/{customer}-visit/seen", $$"""{"cart":"{{customer}}-merged"}""");
        var signedIn = await devices.OkAsync(
            200, "POST", $"/v1/sessions/{customer}-visit/sign-in", $$"""{"customer":"{{customer}}","strategy":"sum"}""", ("Idempotency-Key", "sign-in-1"), visitor);
        Assert.Equal(("done", $"{customer}-open"), (signedIn.GetProperty("cartStatus").GetString(), signedIn.GetProperty("session").GetProperty("cart").GetString()));
    }

    private static async Task FillAsync(DeviceClient devices, string cart, (string, string) owner)
    {
        await devices.OkAsync(201, "PUT", $"/v1/carts/{cart}", """{"currency":"EUR","channel":"web"}""", owner);
        const string Line = """{"sku":"MUG","quantity":2,"fulfilment":{"kind":"ship","location":"london"},"holdForSeconds":86400,"note":"as a gift"}""";
        await devices.OkAsync(201, "PUT", $"/v1/carts/{cart}/lines/line-1", Line, owner, ("Idempotency-Key", "line-1"));
    }

    private static async Task<(int ExitCode, string Agreed)> AgreedAgainAsync(string[] arguments)
    {
        var (exitCode, output) = await Omni.RunAsync(arguments);
        return (exitCode, exitCode == 0 ? Agreed(output) : output);
    }

    private static string Agreed(string output) => output.Split('\n').Single(line => line.Contains("live answers that agree", StringComparison.Ordinal));
}
