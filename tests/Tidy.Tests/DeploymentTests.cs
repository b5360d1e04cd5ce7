using System.Globalization;
using System.Text.RegularExpressions;

namespace Omnichannel.Tidy;

/// <summary>What can be known of the containers without an engine: that files parse, images are pinned and locked down, and every name is one that the code knows.</summary>
public sealed partial class DeploymentTests
{
    private static readonly Yaml Compose = Yaml.Parse(Read("docker-compose.yml")).Single();
    private static readonly string[] Ours = ["silo", "api"];
    private static readonly string Limits = Read("src/Grains.Interfaces/Limits.cs");

    // A stopping grid may use the deadline of its last call, the delay before it, and the drain after it.
    private static readonly int StopSeconds = Limit("CallDeadlineSeconds") + (2 * Limit("DrainSeconds"));

    private static IEnumerable<(string Path, Yaml Object)> Manifests =>
        from file in Repository.Files
        where file.Path.StartsWith("deploy/kubernetes/", StringComparison.Ordinal) && file.Extension == ".yaml"
        from parsed in Yaml.Parse(file.Text)
        select (file.Path, parsed);

    private static IEnumerable<(string Name, Yaml Service)> Services => Compose["services"]!.Keys.Select(name => (name, Compose["services"]![name]!));

    private static IEnumerable<(string Path, Yaml Pod)> Pods => Manifests.Select(file => (file.Path, file.Object["spec"]?["template"]?["spec"]!)).Where(file => file.Item2 is not null);

    private static IEnumerable<(string Path, Yaml Container)> Containers => Pods.SelectMany(file => file.Pod["containers"]!.Items.Select(container => (file.Path, container)));

    [Fact]
    public void Images_ArePinned()
    {
        var images = Services.Select(service => service.Service["image"]!.Text!)
            .Concat(Containers.Select(file => file.Container["image"]!.Text!))
            .Concat(From().Matches(Read("Dockerfile")).Select(from => from.Groups["image"].Value).Where(image => image.Contains('/', StringComparison.Ordinal)))
            .ToArray();

        Assert.InRange(images.Length, 9, 100);
        Complaints.None(images.Where(image => !Pinned().IsMatch(image)));
    }

    /// <summary>What the operations page advises is what the images are built by.</summary>
    [Fact]
    public void Images_ArePublishedAsThePageSays()
    {
        var advised = Advised().Match(Read("docs/OPERATIONS.md")).Groups["options"].Value;
        var published = Published().Matches(Read("Dockerfile"));

        Assert.Contains("--use-current-runtime", advised, StringComparison.Ordinal);
        Assert.Equal(3, published.Count);
        Assert.All(published, line => Assert.StartsWith($"{advised} ", line.Groups["options"].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Services_AreHealthyOrDone() => Complaints.None(
        from service in Services
        where service.Service["healthcheck"]?["test"] is null && !IsAwaitedToTheEnd(service.Name)
        select service.Name);

    [Fact]
    public void Services_StandOnHealthyOnesThatAreThere() => Complaints.None(
        from service in Services
        from needed in service.Service["depends_on"]?.Keys ?? []
        where Compose["services"]![needed] is null || service.Service["depends_on"]![needed]!["condition"]?.Text is not ("service_healthy" or "service_completed_successfully")
        select $"{service.Name} on {needed}");

    [Fact]
    public void OurServices_AreLockedDown()
    {
        Assert.Matches(@"(?m)^USER \d+:\d+$", Read("Dockerfile"));
        Complaints.None(
            from name in Ours
            let service = Compose["services"]![name]!
            where service["read_only"]?.Text != "true" || !Holds(service["cap_drop"], "ALL") || !Holds(service["security_opt"], "no-new-privileges:true")
            select name);
    }

    [Fact]
    public void Pods_AreLockedDown() => Complaints.None(
        from pod in Pods
        from container in pod.Pod["containers"]!.Items
        let security = container["securityContext"]
        where pod.Pod["securityContext"]?["runAsNonRoot"]?.Text != "true" || security?["readOnlyRootFilesystem"]?.Text != "true"
            || security["allowPrivilegeEscalation"]?.Text != "false" || !Holds(security["capabilities"]?["drop"], "ALL")
            || container["resources"]?["requests"]?["memory"] is null || container["resources"]?["limits"]?["memory"] is null
        select pod.Path);

    [Fact]
    public void Variables_AreSettingsThatTheCodeReads()
    {
        var variables = Ours.SelectMany(name => Compose["services"]![name]!["environment"]!.Keys)
            .Concat(Containers.SelectMany(file => file.Container["env"]!.Items.Select(variable => variable["name"]!.Text!)));

        // A section that no code of this build has belongs to a part that is built elsewhere.
        var sections = Settings.InCode.Select(setting => setting.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        Complaints.None(
            from variable in variables.Distinct()
            let setting = Settings.OfVariable(variable)
            where setting is null || (sections.Contains(setting.Split(':')[0]) && !Settings.InCode.Contains(setting))
            select variable);
    }

    [Fact]
    public void EnvironmentFile_HasWhatComposeAsksFor()
    {
        var asked = Asked().Matches(Read("docker-compose.yml")).Select(match => match.Groups["name"].Value).Append("COMPOSE_PROFILES").ToHashSet(StringComparer.Ordinal);
        var given = Given().Matches(Read(".env.example")).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(asked.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Grids_HaveTheTimeTheyTakeToStop()
    {
        var compose = Ours.Select(name => (name, Compose["services"]![name]!["stop_grace_period"]!.Text!.TrimEnd('s')));
        var kubernetes = Pods.Select(file => (file.Path, file.Pod["terminationGracePeriodSeconds"]!.Text!));

        Complaints.None(
            from place in compose.Concat(kubernetes)
            where int.Parse(place.Item2, CultureInfo.InvariantCulture) <= StopSeconds
            select $"{place.Item1} gives {place.Item2} s, and a grid may take {StopSeconds} s");
    }

    [Fact]
    public void Probes_AskForRoutesAndPortsThatAreThere()
    {
        var health = Read("src/Api/Http/HealthEndpoints.cs");
        Complaints.None(
            from file in Containers
            let ports = file.Container["ports"]!.Items.Select(port => port["name"]!.Text).ToArray()
            from probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" }
            let asked = file.Container[probe]?["httpGet"]
            let path = asked?["path"]?.Text ?? ""
            where !path.StartsWith("/health/", StringComparison.Ordinal) || !health.Contains($"\"{path["/health".Length..]}\"", StringComparison.Ordinal) || !ports.Contains(asked!["port"]!.Text)
            select $"{file.Path}: {probe} {path}");
    }

    [Fact]
    public void Metrics_AreFetchedWhereTheyAreServed()
    {
        const string Prefix = "prometheus.io/";
        var compose = Ours.Select(name => (Place: $"docker-compose.yml: {name}", Told: Compose["services"]![name]!["labels"], Port: Exposed(name)));
        var kubernetes = Manifests.Where(file => file.Object["kind"]?.Text == "Deployment").Select(file =>
        {
            var template = file.Object["spec"]!["template"]!;
            return (Place: file.Path, Told: template["metadata"]!["annotations"], Port: Exposed(template["metadata"]!["labels"]!["app"]!.Text!));
        });

        Assert.Contains("\"/metrics\"", Read("src/Api/Metrics/MetricsEndpoints.cs"), StringComparison.Ordinal);
        Assert.Contains("\"/metrics\"", Read("src/Silo/Cluster/SiloHealth.cs"), StringComparison.Ordinal);
        Complaints.None(
            from place in compose.Concat(kubernetes)
            where place.Told?[Prefix + "scrape"]?.Text != "true" || place.Told[Prefix + "port"]?.Text != place.Port || place.Told[Prefix + "path"]?.Text != "/metrics"
            select place.Place);

        static string Exposed(string target) => Regex.Match(Read("Dockerfile"), $@"AS {target}\n[\s\S]*?ASPNETCORE_HTTP_PORTS=(?<port>\d+)").Groups["port"].Value;
    }

    [Fact]
    public void Pods_AreNotAllTakenAtOnce()
    {
        var budgets = Manifests.Where(file => file.Object["kind"]?.Text == "PodDisruptionBudget").Select(file => file.Object["spec"]!["selector"]!["matchLabels"]!["app"]!.Text);
        var deployments = Manifests.Where(file => file.Object["kind"]?.Text == "Deployment").Select(file => file.Object["spec"]!["template"]!["metadata"]!["labels"]!["app"]!.Text);

        Assert.Equal(deployments.Order(StringComparer.Ordinal), budgets.Order(StringComparer.Ordinal));
    }

    // Port by port, and for whom; nothing for everybody.
    [Fact]
    public void SiloPorts_AreOpenToThoseWhoNeedThem()
    {
        var policy = Manifests.Single(file => file.Object["kind"]?.Text == "NetworkPolicy").Object["spec"]!;
        var open = policy["ingress"]!.Items.SelectMany(rule => rule["ports"]!.Items.Select(port =>
            $"{port["port"]!.Text} from {rule["from"]?.Items.Single()["podSelector"]!["matchLabels"]!["app"]!.Text}"));
        var ports = Containers.Single(file => file.Container["name"]!.Text == "silo").Container["ports"]!.Items.Select(port => port["name"]!.Text);

        Assert.Equal("silo", policy["podSelector"]!["matchLabels"]!["app"]!.Text);
        Assert.Equal(["gateway from api", "health from ", "silo from silo"], open.Order(StringComparer.Ordinal));
        Assert.Equal(["gateway", "health", "silo"], ports.Order(StringComparer.Ordinal));
    }

    private static bool IsAwaitedToTheEnd(string name) => Services.Any(service => service.Service["depends_on"]?[name]?["condition"]?.Text == "service_completed_successfully");

    private static bool Holds(Yaml? list, string text) => list?.Items.Any(item => item.Text == text) == true;

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static int Limit(string name) => int.Parse(Regex.Match(Limits, $@"\b{name} = (\d+);").Groups[1].Value, CultureInfo.InvariantCulture);

    // A tag with a number in it, and at least the number of a patch or of a cumulative update.
    [GeneratedRegex(@":(?!latest)(\d+\.\d+(\.\d+)?|\d{4}-CU\d+)[A-Za-z0-9.-]*$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"`dotnet publish \S+ (?<options>[^`]+)`")]
    private static partial Regex Advised();

    [GeneratedRegex(@"^RUN dotnet publish \S+ (?<options>.+)$", RegexOptions.Multiline)]
    private static partial Regex Published();

    [GeneratedRegex(@"^FROM (?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[A-Z_]+)")]
    private static partial Regex Asked();

    [GeneratedRegex(@"^(?<name>[A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex Given();
}
